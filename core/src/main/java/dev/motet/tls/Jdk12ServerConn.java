package dev.motet.tls;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ProtocolVersion;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// The server's side for clients that offer no TLS 1.3: TLS 1.2 of the JDK over a [Conn]. The seam
/// to the JDK is this class and [Jdk12Context].
///
/// Threads, ends and closing are those of [TlsConn].
public final class Jdk12ServerConn implements SecuredConn {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /// TLS_FALLBACK_SCSV
  private static final int FALLBACK_SCSV = 0x5600;

  private final Conn below;
  private final SSLEngine engine;
  private final Buffers buffers;
  private final @Nullable String serverName;
  private final ReadGate gate = new ReadGate(this::release);

  /// Guards wrapping and what is written below.
  private final ReentrantLock sending = new ReentrantLock();

  /// Received, not opened. Of the reading thread, as what follows.
  private @Nullable Buffer raw;

  /// Opened, not delivered.
  private @Nullable Buffer plain;

  private boolean ended;
  private boolean done;
  private @Nullable Negotiated negotiated;

  private Jdk12ServerConn(
      Conn below, SSLEngine engine, Buffers buffers, @Nullable String serverName) {
    this.below = below;
    this.engine = engine;
    this.buffers = buffers;
    this.serverName = serverName;
  }

  /// @param below gives the hello again
  /// @throws AlertException when there is no certificate for the client, or its hello breaks a rule
  static Jdk12ServerConn of(Conn below, ClientHello hello, ServerConfig config, Buffers buffers)
      throws IOException {
    check(hello, config);
    SSLEngine engine = Jdk12Context.engine(config, config.identities().select(hello));
    return new Jdk12ServerConn(below, engine, buffers, hello.extensions().serverName());
  }

  /// What the JDK does not look at.
  private static void check(ClientHello hello, ServerConfig config) throws AlertException {
    // RFC 7507 3: a client that fell back while both speak a newer version was made to
    if (config.maxVersion() > ProtocolVersion.TLS_1_2
        && hello.cipherSuites().contains(FALLBACK_SCSV)) {
      throw new AlertException(
          Alert.INAPPROPRIATE_FALLBACK, "a client that fell back to TLS 1.2 (expected: TLS 1.3)");
    }
    // RFC 5246 7.4.1.2: it must contain the null method
    if (!hello.compressionMethods().contains(0)) {
      throw new AlertException(
          Alert.ILLEGAL_PARAMETER,
          "compression methods " + hello.compressionMethods() + " (expected: 0 among them)");
    }
  }

  @Override
  public void handshake() throws IOException {
    gate.enter();
    try {
      engine.beginHandshake();
      for (HandshakeStatus next = engine.getHandshakeStatus(); !done; ) {
        next = step(next);
      }
      negotiated = describe(engine.getSession());
    } catch (SSLException e) {
      throw failed(e);
    } finally {
      giveEmpty();
      gate.leave();
    }
  }

  private HandshakeStatus step(HandshakeStatus status) throws IOException {
    switch (status) {
      case NEED_TASK -> {
        for (Runnable task = engine.getDelegatedTask();
            task != null;
            task = engine.getDelegatedTask()) {
          task.run();
        }
      }
      case NEED_WRAP -> wrap(NOTHING);
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
        if (!unwrap(null)) {
          throw new ProtocolException("the peer ended the connection during the handshake");
        }
      }
      case FINISHED, NOT_HANDSHAKING -> done = true;
    }
    return engine.getHandshakeStatus();
  }

  private Negotiated describe(SSLSession session) throws IOException {
    List<byte[]> chain = new ArrayList<>();
    try {
      for (Certificate certificate : session.getPeerCertificates()) {
        chain.add(certificate.getEncoded());
      }
    } catch (SSLPeerUnverifiedException _) {
      chain.clear(); // it showed none
    } catch (CertificateException e) {
      throw new IOException("certificate of the client: " + e.getMessage(), e);
    }
    String alpn = engine.getApplicationProtocol();
    return new Negotiated(
        ProtocolVersion.TLS_1_2,
        CipherSuite.valueOf(session.getCipherSuite()),
        0,
        alpn == null || alpn.isEmpty() ? null : alpn,
        serverName,
        List.copyOf(chain),
        false,
        false);
  }

  @Override
  public Negotiated negotiated() {
    Negotiated agreed = negotiated;
    if (agreed == null) {
      throw new IllegalStateException("the handshake is not done");
    }
    return agreed;
  }

  // ---- receiving

  @Override
  public int read(Buffer into) throws IOException {
    gate.enter();
    try {
      while (plain == null) {
        int room = into.readable();
        boolean direct = room >= engine.getSession().getApplicationBufferSize();
        ByteBuffer target = direct ? ByteBuffer.wrap(into.array, into.to, room) : null;
        if (!unwrap(target)) {
          return -1;
        }
        if (target != null && target.position() > into.to) {
          int count = target.position() - into.to;
          into.to += count;
          return count;
        }
      }
      return deliver(plain, into);
    } catch (SSLException e) {
      throw failed(e);
    } finally {
      giveEmpty();
      gate.leave();
    }
  }

  private int deliver(Buffer from, Buffer into) {
    int moved = from.moveTo(into, into.readable());
    if (from.isEmpty()) {
      buffers.give(from);
      plain = null;
    }
    return moved;
  }

  @Override
  public boolean reportsReadiness() {
    return below.reportsReadiness();
  }

  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    gate.enter();
    try {
      // what is held may be less than a record: then a read waits for the rest, as briefly as the
      // peer takes to send it
      return plain != null || raw != null || ended || below.awaitReadable(nanos);
    } finally {
      gate.leave();
    }
  }

  /// Opens one record, to `target`, or to a buffer of its own where that is too small.
  ///
  /// @return false at the end of the stream
  private boolean unwrap(@Nullable ByteBuffer target) throws IOException {
    while (!ended) {
      Buffer held = raw;
      if (held != null && !held.isEmpty()) {
        ByteBuffer records = ByteBuffer.wrap(held.array, held.from, held.length());
        SSLEngineResult result = unwrapOnce(records, target);
        held.from = records.position();
        refuseRenegotiation(result.getHandshakeStatus());
        switch (result.getStatus()) {
          case OK -> {
            return true;
          }
          case CLOSED -> {
            ended = true;
            return false;
          }
          case BUFFER_OVERFLOW -> throw new SSLException("record longer than the JDK allows");
          case BUFFER_UNDERFLOW -> {}
        }
      }
      if (!readBelow()) {
        return false;
      }
    }
    return false;
  }

  private SSLEngineResult unwrapOnce(ByteBuffer records, @Nullable ByteBuffer target)
      throws IOException {
    if (target != null || !done) {
      return engine.unwrap(records, target == null ? NOTHING : target);
    }
    Buffer apart = buffers.takeLarge();
    ByteBuffer room = ByteBuffer.wrap(apart.array, apart.to, apart.readable());
    boolean filled = false;
    try {
      SSLEngineResult result = engine.unwrap(records, room);
      apart.to = room.position();
      filled = !apart.isEmpty();
      return result;
    } finally {
      if (filled) {
        plain = apart;
      } else {
        buffers.give(apart);
      }
    }
  }

  /// A second handshake costs the server far more than the client that asks for it.
  private void refuseRenegotiation(HandshakeStatus status) throws SSLException {
    boolean asked = status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_UNWRAP;
    if (done && asked && !engine.isOutboundDone()) {
      throw new SSLException("the client asks for a second handshake");
    }
  }

  private boolean readBelow() throws IOException {
    if (raw == null && below.reportsReadiness()) {
      boolean _ = below.awaitReadable(-1);
    }
    Buffer held = raw;
    if (held == null) {
      held = buffers.takeLarge();
      raw = held;
    } else if (held.readable() < engine.getSession().getPacketBufferSize()) {
      int length = held.length();
      System.arraycopy(held.array, held.from, held.array, 0, length);
      held.from = 0;
      held.to = length;
    }
    if (below.read(held) >= 0) {
      return true;
    }
    ended = true;
    if (!held.isEmpty()) {
      throw new EOFException("the stream ended in the middle of a TLS record");
    }
    return false;
  }

  private void giveEmpty() {
    Buffer held = raw;
    if (held != null && (held.isEmpty() || ended)) {
      buffers.give(held);
      raw = null;
    }
  }

  // ---- sending

  @Override
  public void write(Buffer from) throws IOException {
    ByteBuffer content = ByteBuffer.wrap(from.array, from.from, from.length());
    try {
      while (content.hasRemaining()) {
        wrap(content);
        from.from = content.position();
      }
    } catch (SSLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// Makes records of as much as a buffer holds, or of what the engine has to say, and sends them.
  /// The engine makes none while the client asks for another handshake, which the reading thread
  /// refuses: that is the end of writing too.
  private void wrap(ByteBuffer content) throws IOException {
    sending.lock();
    Buffer out = buffers.takeLarge();
    try {
      int packet = engine.getSession().getPacketBufferSize();
      SSLEngineResult result;
      do {
        ByteBuffer room = ByteBuffer.wrap(out.array, out.to, out.room());
        result = engine.wrap(content, room);
        out.to = room.position();
      } while (result.getStatus() == SSLEngineResult.Status.OK
          && result.bytesProduced() > 0
          && out.room() >= packet
          && (content.hasRemaining() || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP));
      boolean nothing = out.isEmpty();
      if (!nothing) {
        below.write(out);
      }
      if (content.hasRemaining() && result.getStatus() == SSLEngineResult.Status.CLOSED) {
        throw new IOException("write after the end of the stream");
      }
      if (content.hasRemaining() && nothing) {
        throw new IOException("write during a handshake that the client asked for");
      }
    } finally {
      buffers.give(out);
      sending.unlock();
    }
  }

  @Override
  public void closeWrite() throws IOException {
    if (!engine.isOutboundDone()) {
      engine.closeOutbound();
      wrap(NOTHING);
    }
    below.closeWrite();
  }

  // ---- the end

  /// The engine has an alert to send, and nothing else any more.
  private IOException failed(SSLException e) {
    ProtocolException refused = new ProtocolException("TLS 1.2: " + e.getMessage());
    if (sending.tryLock()) {
      try {
        engine.closeOutbound();
        wrap(NOTHING);
      } catch (IOException unsent) {
        refused.addSuppressed(unsent);
      } finally {
        sending.unlock();
      }
    }
    return refused;
  }

  private void release() {
    ended = true;
    if (plain != null) {
      buffers.give(plain);
      plain = null;
    }
    if (raw != null) {
      buffers.give(raw);
      raw = null;
    }
  }

  @Override
  public void abort(IOException reason) {
    gate.close(reason);
    below.abort(reason);
  }

  @Override
  public void close() {
    gate.close(null);
    below.close();
  }
}
