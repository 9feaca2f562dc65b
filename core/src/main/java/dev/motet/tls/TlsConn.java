package dev.motet.tls;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import dev.motet.io.PrefixedConn;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.client.ClientHandshake;
import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.Handshake;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ProtocolVersion;
import dev.motet.tls.record.RecordLayer;
import dev.motet.tls.record.RecordShape;
import dev.motet.tls.server.ServerHandshake;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

// hot
/// TLS over a [Conn]: drives a [Handshake] and a [RecordLayer], and moves the bytes.
///
/// [#handshake()] comes first, on one thread; whoever calls it bounds its time by closing. Then one
/// thread reads and one writes. No buffer is held while nothing is under way.
///
/// The end of the stream between two records is an end (-1) also without close_notify, as in Go;
/// [#isTruncated()] tells. Within a record it is an error. [#closeWrite()] says close_notify;
/// [#close()] does not, because it must not block: who has more to say than an error ends each
/// direction first.
public final class TlsConn implements SecuredConn {
  /// Before sealed records in a buffer of the pool: what is left still takes the records of a full
  /// one, and some is left for a layer below on both sides.
  private static final int ROOM_BEFORE = Buffer.HEAD_ROOM / 2;

  private final Conn below;
  private final RecordLayer layer;
  private final Buffers buffers;
  private final TlsReader reader;

  private final ReadGate gate;

  /// Guards the sending half: a reader that found an error sends an alert, if nobody writes.
  private final ReentrantLock sending = new ReentrantLock();

  private boolean writeEnded;

  /// The broken rule, or the alert, that ended the connection for both directions.
  private volatile @Nullable IOException failure;

  /// What was received through TLS and not read when reading through it ended.
  ///
  /// @param plain opened bytes, which come first
  /// @param raw bytes as they came from `below`
  public record Detached(Buffer plain, Buffer raw, Conn below) {}

  private TlsConn(Conn below, RecordLayer layer, Buffers buffers) {
    this.below = below;
    this.layer = layer;
    this.buffers = buffers;
    this.reader = new TlsReader(below, layer, buffers);
    this.gate = new ReadGate(reader::release);
  }

  /// @param below this takes it over
  /// @param maker makes one side's handshake
  public static TlsConn of(Conn below, Function<Carrier, Handshake> maker, Buffers buffers) {
    return new TlsConn(below, new RecordLayer(maker), buffers);
  }

  /// A client's side, of TLS 1.3 or 1.2.
  ///
  /// @param below this takes it over
  public static TlsConn client(Conn below, ClientConfig config, Buffers buffers) {
    return of(below, carrier -> new ClientHandshake(config, carrier), buffers);
  }

  /// A server's side: of TLS 1.3 where the client offers it and the configuration allows it, else
  /// of the JDK's TLS 1.2. Waits for the ClientHello, which decides.
  ///
  /// @param below this takes it over, except when it throws
  /// @throws IOException when nothing came, or there is no certificate for the client
  public static SecuredConn server(Conn below, ServerConfig config, Buffers buffers)
      throws IOException {
    HelloPeek peek = HelloPeek.read(below, buffers);
    Conn again = new PrefixedConn(peek.bytes(), below);
    ClientHello hello = peek.hello();
    if (hello == null || !isForTls12(hello, config)) {
      return of(again, carrier -> new ServerHandshake(config, carrier), buffers);
    }
    try {
      return Jdk12ServerConn.of(again, hello, config, buffers);
    } catch (AlertException e) {
      below.write(Buffer.copyOf(RecordLayer.alertInClear(e.alert())));
      throw e;
    }
  }

  /// RFC 8446 4.2.1: without supported_versions, a client offers TLS 1.2 at most.
  private static boolean isForTls12(ClientHello hello, ServerConfig config) {
    boolean offers13 = hello.extensions().versions().contains(ProtocolVersion.TLS_1_3);
    return config.minVersion() <= ProtocolVersion.TLS_1_2
        && (!offers13 || config.maxVersion() < ProtocolVersion.TLS_1_3);
  }

  @Override
  public void handshake() throws IOException {
    gate.enter();
    try {
      layer.start();
      writeOutput();
      while (!layer.handshake().isDone()) {
        reader.step();
        writeOutput();
      }
    } catch (IOException e) {
      throw failed(e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public Negotiated negotiated() {
    Negotiated negotiated = layer.handshake().negotiated();
    if (negotiated == null) {
      throw new IllegalStateException("the handshake is not done");
    }
    return negotiated;
  }

  /// As [Handshake#export].
  public byte[] export(byte[] label, byte[] context, int length) {
    return layer.handshake().export(label, context, length);
  }

  /// Cuts and pads application data from here on; null for records as long as they may be. Called
  /// by the writing thread.
  public void shape(@Nullable RecordShape shape) {
    layer.shape(shape);
  }

  /// Whether handshake messages share records; see [RecordLayer#joinMessages].
  public void joinMessages(boolean together) {
    layer.joinMessages(together);
  }

  // ---- receiving

  @Override
  public int read(Buffer into) throws IOException {
    if (into.readable() == 0) {
      throw new IllegalArgumentException("no room to read into " + into);
    }
    throwFailure(); // RFC 8446 6.2: nothing that comes behind an error counts
    gate.enter();
    try {
      return reader.read(into);
    } catch (IOException e) {
      throw failed(e);
    } finally {
      gate.leave();
    }
  }

  /// Whether the end of the stream came without a close_notify: somebody may have cut it.
  public boolean isTruncated() {
    return reader.isTruncated();
  }

  @Override
  public boolean reportsReadiness() {
    return below.reportsReadiness();
  }

  /// A record of more than a small buffer is taken for something to read; whether a shorter one is,
  /// is looked at.
  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    gate.enter();
    try {
      return reader.awaitReadable(nanos);
    } finally {
      gate.leave();
    }
  }

  /// Ends reading through TLS and hands over what was received; called by the reading thread.
  /// Writing goes on until the caller writes to `below`.
  public Detached detach() throws IOException {
    throwFailure();
    gate.enter();
    try {
      return reader.detach();
    } finally {
      gate.leave();
    }
  }

  // ---- sending

  @Override
  public void write(Buffer from) throws IOException {
    if (from.isEmpty()) {
      return;
    }
    sending.lock();
    try {
      prepareToWrite();
      if (layer.fitsInPlace(from)) {
        layer.sealInPlace(from);
        below.write(from);
      } else {
        writeCopy(from);
      }
    } finally {
      sending.unlock();
    }
  }

  /// Both in one record where one can hold them.
  @Override
  public void write(Buffer head, Buffer body) throws IOException {
    int length = head.length() + body.length();
    if (head.length() <= body.headRoom()) {
      body.prepend(head.array, head.from, head.length());
      head.from = head.to;
      write(body);
    } else if (length <= Buffers.SMALL) {
      writeJoined(head, body, buffers.takeSmall());
    } else {
      Buffer joined = buffers.takeBulk();
      if (length <= joined.readable()) {
        writeJoined(head, body, joined);
      } else {
        buffers.give(joined);
        write(head);
        write(body);
      }
    }
  }

  private void writeJoined(Buffer head, Buffer body, Buffer joined) throws IOException {
    try {
      joined.append(head);
      joined.append(body);
      head.from = head.to;
      body.from = body.to;
      write(joined);
    } finally {
      buffers.give(joined);
    }
  }

  private void writeCopy(Buffer content) throws IOException {
    Buffer out = content.length() <= Buffers.SMALL ? buffers.takeSmall() : buffers.takeBulk();
    try {
      while (!content.isEmpty()) {
        out.from = ROOM_BEFORE;
        out.to = ROOM_BEFORE;
        layer.seal(content, out);
        below.write(out);
      }
    } finally {
      buffers.give(out);
    }
  }

  @Override
  public void closeWrite() throws IOException {
    sending.lock();
    try {
      if (writeEnded) {
        return;
      }
      throwFailure();
      writeEnded = true;
      // RFC 8446 6.1
      layer.alert(Alert.CLOSE_NOTIFY);
      writeOutput();
    } finally {
      sending.unlock();
    }
    below.closeWrite();
  }

  private void prepareToWrite() throws IOException {
    throwFailure();
    if (writeEnded) {
      throw new IOException("write after the end of the stream");
    }
    layer.updateKeys();
    writeOutput();
  }

  private void writeOutput() throws IOException {
    Buffer output = layer.takeOutput();
    if (output != null) {
      below.write(output);
    }
  }

  // ---- the end

  @Override
  public void abort(IOException why) {
    gate.close(why);
    below.abort(why);
  }

  @Override
  public void close() {
    gate.close(null);
    below.close();
  }

  /// Tells the peer what it did wrong (RFC 8446 6.2), unless a write is under way.
  private IOException failed(IOException e) {
    if (e instanceof ProtocolException) {
      failure = e;
    }
    if (e instanceof AlertException wrong && sending.tryLock()) {
      try {
        layer.alert(wrong.alert());
        writeOutput();
      } catch (IOException unsent) {
        e.addSuppressed(unsent);
      } finally {
        sending.unlock();
      }
    }
    return e;
  }

  private void throwFailure() throws IOException {
    IOException before = failure;
    if (before != null) {
      throw before;
    }
  }
}
