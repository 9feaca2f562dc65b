package dev.motet.tls.reality;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import dev.motet.io.Counters;
import dev.motet.io.PrefixedConn;
import dev.motet.io.ProtocolException;
import dev.motet.io.Pump;
import dev.motet.io.TruncatedException;
import dev.motet.tls.TlsConn;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// The blocking part of a server of REALITY: stands between a client and the site until it is known
/// who the client is (protocols.md 3.2). Strangers get the site, byte for byte, with its timing.
///
/// What the client says goes to the site at once. If the client proves itself, the site's answer is
/// imitated, and its connection closed when the handshake is over.
public final class RealityServerConn {
  private static final int BUFFER_BYTES = 4096;

  private final RealityServer server;
  private final Buffers buffers;
  private final Pump pump;
  private final ThreadFactory threads;

  /// Opens a connection to the site.
  public interface Site {
    Conn dial() throws IOException;
  }

  /// @param pump relays strangers
  /// @param threads one for each connection whose client is not known yet
  public RealityServerConn(
      RealityServer server, Buffers buffers, Pump pump, ThreadFactory threads) {
    this.server = server;
    this.buffers = buffers;
    this.pump = pump;
    this.threads = threads;
  }

  /// Serves a client until it has shaken hands, or, where it is a stranger, until its last byte.
  /// The caller closes `client` in the end.
  ///
  /// @param counters bytes of strangers
  /// @param known called when the client has proven itself: a limit in time is for what follows.
  ///   What comes before is the site's to bound, so that its limits are seen
  /// @return null when the client was a stranger, and is gone
  /// @throws IOException when the site cannot be reached, or the connection broke
  public @Nullable TlsConn accept(Conn client, Site site, Counters counters, Runnable known)
      throws IOException {
    try (SiteConn target = new SiteConn(site.dial(), client).start(threads)) {
      return new Visit(client, target, counters).run(known);
    }
  }

  /// One client. For the thread that serves it.
  private final class Visit {
    private final Conn client;
    private final SiteConn site;
    private final Counters counters;
    private Buffer received = Buffer.allocate(BUFFER_BYTES);

    /// Bytes of the stream before which no look can find more than the one before it.
    private int nextLook;

    /// Null while there is none, or where there will be none.
    private @Nullable FirstHello hello;

    /// Null for a stranger.
    private @Nullable AuthKey key;

    Visit(Conn client, SiteConn site, Counters counters) {
      this.client = client;
      this.site = site;
      this.counters = counters;
    }

    @Nullable TlsConn run(Runnable known) throws IOException {
      if (!decide()) {
        mirror();
        return null;
      }
      FirstHello first = hello;
      AuthKey shared = key;
      if (first == null || shared == null) {
        pump.both(client, site, counters);
        return null;
      }
      known.run();
      SiteFlight flight = new SiteFlight(first.hello().sessionId());
      if (!read(flight)) {
        client.write(Buffer.copyOf(flight.received()));
        pump.both(client, site, counters);
        return null;
      }
      TlsConn conn =
          TlsConn.of(
              new PrefixedConn(received, client),
              carrier -> server.handshake(carrier, shared, flight),
              buffers);
      boolean done = false;
      try {
        conn.handshake();
        done = true;
        return conn;
      } finally {
        if (!done) {
          conn.close(); // it may hold what could not be opened
        }
      }
    }

    /// Passes on what the client says until it is known who that is.
    ///
    /// @return false when the site spoke before
    private boolean decide() throws IOException {
      while (true) {
        makeRoom();
        int start = received.to;
        int count = client.read(received);
        site.looking().lock();
        try {
          if (count < 0 || isDecided(start)) {
            return site.takeOver();
          }
        } finally {
          site.looking().unlock();
        }
      }
    }

    /// Whether more bytes than those behind `start` would change nothing.
    private boolean isDecided(int start) {
      counters.up().add(received.to - start);
      if (!passOn(Arrays.copyOfRange(received.array, start, received.to)) || site.passesOn()) {
        return true;
      }
      if (received.length() < nextLook) {
        return false;
      }
      try {
        FirstHello first = FirstHello.read(received.array, received.from, received.to);
        hello = first;
        key = server.authenticate(first);
        return true;
      } catch (TruncatedException _) {
        nextLook = FirstHello.wanted(received.array, received.from, received.to);
        return received.length() >= FirstHello.MAX_BYTES;
      } catch (ProtocolException _) {
        return true; // the site says what it thinks of it
      }
    }

    /// @return false when the site takes no more
    private boolean passOn(byte[] bytes) {
      try {
        site.write(Buffer.copyOf(bytes));
        return true;
      } catch (IOException _) {
        return false; // what it said before that is passed on
      }
    }

    private void makeRoom() {
      if (received.readable() == 0) {
        Buffer larger = Buffer.allocate(2 * received.length());
        larger.append(received);
        received = larger;
      }
    }

    /// The site spoke before the client was known: the other direction, to its end.
    private void mirror() throws IOException {
      Buffer buffer = Buffer.allocate(BUFFER_BYTES);
      try {
        while (client.read(buffer) >= 0) {
          site.write(buffer);
          buffer.clear();
        }
        site.closeWrite();
      } catch (IOException e) {
        site.abort(e);
        throw e;
      }
      site.awaitPassedOn();
    }

    private boolean read(SiteFlight flight) throws IOException {
      Buffer buffer = Buffer.allocate(BUFFER_BYTES);
      while (site.read(buffer) >= 0) {
        SiteFlight.Progress progress = flight.add(buffer.toBytes());
        buffer.clear();
        switch (progress) {
          case READY -> {
            return true;
          }
          case UNSUITABLE -> {
            return false;
          }
          case MORE -> {}
        }
      }
      return false;
    }
  }
}
