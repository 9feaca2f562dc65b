package dev.motet.tls.record;

import dev.motet.io.Buffer;
import dev.motet.io.ProtocolException;
import dev.motet.tls.handshake.Handshake;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.CipherSuite;
import java.util.Arrays;

/// A client's and a server's record layer in memory, and a way to say to the server what no client
/// would.
final class LayerPair {
  static final int ROOM = 20_000;

  final RecordLayer client;
  final RecordLayer server;
  private final CipherSuite suite;

  /// What the client's records are sealed with when they are made by hand.
  private RecordCipher byHand;

  LayerPair(CipherSuite suite) {
    this(suite, RecordCipher.GCM_RECORDS);
  }

  LayerPair(CipherSuite suite, long recordsPerKey) {
    this.suite = suite;
    this.client = new RecordLayer(ScriptedHandshake.client(suite), recordsPerKey);
    this.server = new RecordLayer(ScriptedHandshake.server(suite));
    this.byHand = clientKeys(Level.APPLICATION);
  }

  private RecordCipher clientKeys(Level level) {
    return RecordCipher.of(ScriptedHandshake.keys(suite, true, level, 0));
  }

  /// Both are done afterwards.
  LayerPair shake() throws ProtocolException {
    client.start();
    server.start();
    while (!isDone(client) || !isDone(server)) {
      byte[] toServer = output(client);
      receive(server, toServer);
      byte[] toClient = output(server);
      receive(client, toClient);
      if (toServer.length + toClient.length == 0) {
        throw new AssertionError("stuck");
      }
    }
    if (!suite.isTls13()) {
      // the client's Finished was the first one under these keys
      byHand = clientKeys(Level.APPLICATION);
      byHand.seal(22, new byte[40], 0, 16, 0, new byte[100], 0);
    }
    return this;
  }

  /// The server has answered and waits for the client's Finished.
  LayerPair shakeToFinished() throws ProtocolException {
    client.start();
    receive(server, output(client));
    output(server);
    byHand = clientKeys(Level.HANDSHAKE);
    return this;
  }

  static boolean isDone(RecordLayer layer) {
    Handshake handshake = layer.handshake();
    return handshake.isDone();
  }

  static byte[] output(RecordLayer layer) {
    Buffer output = layer.takeOutput();
    return output == null ? new byte[0] : output.toBytes();
  }

  /// Application data in records.
  static byte[] receive(RecordLayer layer, byte[] bytes) throws ProtocolException {
    Buffer raw = Buffer.wrap(bytes.clone());
    Buffer into = Buffer.allocate(Math.max(ROOM, bytes.length));
    while (!raw.isEmpty() && !layer.isClosed()) {
      int record = layer.recordBytes(raw);
      if (record == 0 || record > raw.length()) {
        throw new ProtocolException("not a complete record");
      }
      layer.receive(raw, into);
    }
    return into.toBytes();
  }

  byte[] toServer(byte[] records) throws ProtocolException {
    return receive(server, records);
  }

  /// A protected record of the client's, with any type and content.
  byte[] record(int type, byte[] content, int padding) {
    Buffer in = Buffer.allocate(content.length + padding + 1);
    in.append(content, 0, content.length);
    Buffer out = Buffer.allocate(content.length + padding + 64);
    out.to += byHand.seal(type, in.array, in.from, content.length, padding, out.array, out.to);
    return out.toBytes();
  }

  byte[] record(int type, byte... content) {
    return record(type, content, 0);
  }

  /// From here on by hand with the keys after this many KeyUpdates.
  void byHandAfterUpdates(int count) {
    TrafficKeys keys = ScriptedHandshake.keys(suite, true, Level.APPLICATION, count);
    byHand = RecordCipher.of(keys);
  }

  /// A record without protection.
  static byte[] plain(int type, byte... content) {
    byte[] record = new byte[5 + content.length];
    record[0] = (byte) type;
    record[1] = 3;
    record[2] = 3;
    record[3] = (byte) (content.length >>> 8);
    record[4] = (byte) content.length;
    System.arraycopy(content, 0, record, 5, content.length);
    return record;
  }

  static byte[] join(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    Buffer joined = new Buffer(new byte[length], 0, 0);
    for (byte[] part : parts) {
      joined.append(part, 0, part.length);
    }
    return joined.array;
  }
}
