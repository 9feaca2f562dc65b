package dev.motet.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.ProtocolException;
import dev.motet.tls.TlsConn;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.record.RecordLayer;
import dev.motet.tls.record.ScriptedHandshake;
import java.io.IOException;

/// TLS records of a peer that nobody knows: before there are keys, and after.
class TlsRecordFuzzTest {
  private static final CipherSuite SUITE = CipherSuite.TLS_AES_128_GCM_SHA256;
  private static final CipherSuite OLD = CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256;

  @FuzzTest(maxDuration = "60s")
  void records(byte[] bytes) {
    feed(new RecordLayer(ScriptedHandshake.server(SUITE)), bytes);
    feed(new RecordLayer(ScriptedHandshake.server(OLD)), bytes);
    RecordLayer client = new RecordLayer(ScriptedHandshake.client(OLD));
    try {
      client.start();
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
    feed(client, bytes);
  }

  private static void feed(RecordLayer layer, byte[] bytes) {
    Buffer raw = Buffer.copyOf(bytes);
    Buffer into = Buffer.allocate(bytes.length);
    try {
      while (!layer.isClosed()) {
        int length = layer.recordBytes(raw);
        if (length == 0 || length > raw.length()) {
          return;
        }
        layer.receive(raw, into.clear());
      }
    } catch (ProtocolException _) {
      // refused
    }
  }

  /// Messages and data under keys that the peer has, cut as it likes.
  @FuzzTest(maxDuration = "60s")
  void messages(byte[] bytes) {
    RecordLayer peer = new RecordLayer(ScriptedHandshake.client(SUITE));
    RecordLayer layer = new RecordLayer(ScriptedHandshake.server(SUITE));
    try {
      peer.start();
      feed(layer, take(peer));
      peer.writeKeys(ScriptedHandshake.keys(SUITE, true, Level.HANDSHAKE, 0));
      peer.send(bytes.length == 0 ? ScriptedHandshake.message(20, 32) : bytes);
      peer.writeKeys(ScriptedHandshake.keys(SUITE, true, Level.APPLICATION, 0));
      feed(layer, take(peer));
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] take(RecordLayer layer) {
    Buffer output = layer.takeOutput();
    return output == null ? new byte[0] : output.toBytes();
  }

  @FuzzTest(maxDuration = "60s")
  void connection(byte[] bytes) {
    Buffers buffers = new Buffers();
    FedConn below = new FedConn(bytes, 1 + bytes.length % 31);
    try (TlsConn conn = TlsConn.of(below, ScriptedHandshake.server(SUITE), buffers)) {
      conn.handshake();
      Buffer into = Buffer.allocate(100);
      while (conn.read(into.clear()) >= 0) {
        conn.write(into);
      }
    } catch (IOException _) {
      // refused
    }
    if (buffers.lent() != 0) {
      throw new AssertionError(buffers.lent() + " buffers kept");
    }
  }
}
