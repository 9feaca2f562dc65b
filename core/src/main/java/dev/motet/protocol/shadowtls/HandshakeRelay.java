package dev.motet.protocol.shadowtls;

import dev.motet.core.Resources;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.ProtocolException;
import dev.motet.protocol.shadowtls.HandshakeWatch.Step;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Passes records on between a client and the handshake server, one thread for each direction,
/// until the client turns out to be one of ours, else to the end. Nothing but what a
/// [HandshakeWatch] changes tells it from a cable: half-closes and resets pass too.
final class HandshakeRelay {
  /// Records that are changed at once, at most: each may grow, and a buffer has room for so many.
  private static final int MAX_RECORDS = Buffer.HEAD_ROOM / ShadowTlsMac.TAG_BYTES / 2;

  /// How a direction ended.
  private enum End {
    STREAM_ENDED,
    LAST,
    DATA,
    FAILED
  }

  private final Resources resources;
  private final Conn client;
  private final Conn server;
  private final RecordReader fromClient;
  private final RecordReader fromServer;
  private final HandshakeWatch watch;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean plain;

  /// The client is ours: errors of the server are none any more.
  private volatile boolean taken;

  HandshakeRelay(Resources resources, Conn client, Conn server, HandshakeWatch watch) {
    this.resources = resources;
    this.client = client;
    this.server = server;
    this.fromClient = new RecordReader(client);
    this.fromServer = new RecordReader(server);
    this.watch = watch;
  }

  /// Blocks. The server's connection is closed afterwards in any case.
  ///
  /// @return what the client sends from its first data on; null when there is nothing to come
  /// @throws IOException why the relay ended early; then the client sees what the server did
  @Nullable RecordReader run() throws IOException {
    try (server) {
      CompletableFuture<End> down = new CompletableFuture<>();
      resources.start("motet-shadowtls", () -> down.complete(down()));
      End up = up();
      if (up == End.DATA) {
        taken = true;
        server.close();
      }
      End downEnd = down.join();
      rethrow();
      return switch (up) {
        case DATA -> {
          if (downEnd == End.STREAM_ENDED) {
            throw new ProtocolException("data after the end of the handshake server");
          }
          yield fromClient;
        }
        case LAST -> downEnd == End.LAST ? fromClient : null;
        case STREAM_ENDED, FAILED -> null;
      };
    }
  }

  private End up() {
    try {
      End end = passUp();
      if (end == End.STREAM_ENDED) {
        server.closeWrite();
      }
      return end;
    } catch (Throwable e) {
      return fail(e);
    }
  }

  private End down() {
    try {
      End end = passDown();
      if (end == End.STREAM_ENDED) {
        client.closeWrite();
      }
      return end;
    } catch (Throwable e) {
      return taken ? End.FAILED : fail(e);
    }
  }

  private End passUp() throws IOException {
    while (!plain && fromClient.await()) {
      Buffer records = fromClient.whole(MAX_RECORDS);
      int passed = 0;
      Step step = Step.PASS;
      while (step == Step.PASS && !records.isEmpty()) {
        Buffer record = TlsRecords.next(records);
        step = watch.fromClient(record);
        passed += step == Step.DATA ? 0 : record.length();
      }
      if (step == Step.PLAIN) {
        plain = true;
      }
      if (passed > 0) {
        server.write(fromClient.take(passed));
      }
      if (step == Step.LAST || step == Step.DATA) {
        return step == Step.LAST ? End.LAST : End.DATA;
      }
    }
    PlainCopy.run(fromClient.rest(), server, resources.buffers());
    return End.STREAM_ENDED;
  }

  private End passDown() throws IOException {
    while (!plain && fromServer.await()) {
      Buffer records = fromServer.take(fromServer.whole(MAX_RECORDS).length());
      Step step = watch.fromServer(records);
      if (step == Step.PLAIN) {
        plain = true;
      }
      client.write(records);
      if (step == Step.LAST) {
        return End.LAST;
      }
    }
    PlainCopy.run(fromServer.rest(), client, resources.buffers());
    return End.STREAM_ENDED;
  }

  private End fail(Throwable cause) {
    failure.compareAndSet(null, cause);
    IOException reason = cause instanceof IOException e ? e : new IOException("internal error");
    client.abort(reason);
    server.abort(reason);
    return End.FAILED;
  }

  private void rethrow() throws IOException {
    switch (failure.get()) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
