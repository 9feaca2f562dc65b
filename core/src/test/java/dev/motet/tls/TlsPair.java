package dev.motet.tls;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.record.ScriptedHandshake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Two ends of TLS over a pipe, after a scripted handshake.
final class TlsPair implements AutoCloseable {
  static final CipherSuite SUITE = CipherSuite.TLS_AES_128_GCM_SHA256;

  final Buffers buffers = new Buffers();
  final Conn clientBelow;
  final Conn serverBelow;
  final TlsConn client;
  final TlsConn server;

  TlsPair(Pipe pipe) {
    this(pipe.a(), pipe.b(), SUITE);
  }

  TlsPair(Conn clientBelow, Conn serverBelow, CipherSuite suite) {
    this.clientBelow = clientBelow;
    this.serverBelow = serverBelow;
    this.client = TlsConn.of(clientBelow, ScriptedHandshake.client(suite), buffers);
    this.server = TlsConn.of(serverBelow, ScriptedHandshake.server(suite), buffers);
  }

  TlsPair shake() throws Exception {
    Background<Void> serving = Background.run(server::handshake);
    client.handshake();
    serving.get();
    return this;
  }

  static Buffer text(String text) {
    return Buffer.copyOf(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Reads until so many bytes came.
  static byte[] read(Conn from, int count) throws IOException {
    Buffer into = Buffer.allocate(count);
    while (into.length() < count) {
      if (from.read(into) < 0) {
        throw new IOException("ended after " + into.length() + " bytes");
      }
    }
    return into.toBytes();
  }

  static String readText(Conn from, int count) throws IOException {
    return new String(read(from, count), StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
