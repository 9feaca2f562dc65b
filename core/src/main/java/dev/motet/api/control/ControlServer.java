package dev.motet.api.control;

import dev.motet.core.Log;
import dev.motet.io.Timeouts;
import dev.motet.json.ConfigException;
import dev.motet.json.PlainJson;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Answers requests on a unix socket that only its user can open (mode 0600).
///
/// One request a connection, a JSON object in a line: `{"command":"close","id":17}`. The answer is
/// a line as well: `{"result":…}` or `{"error":"…"}`. Whoever can open the socket may do
/// everything.
public final class ControlServer implements AutoCloseable {
  /// Of a request or an answer, in bytes.
  static final int MAX_REQUEST = 64 << 10;

  private static final int MAX_CLIENTS = 64;

  /// After a failed accept, the longest wait for a client to end.
  private static final Duration PAUSE = Duration.ofMillis(200);

  /// Waits for the next client.
  interface Accepting {
    SocketChannel accept(ServerSocketChannel socket) throws IOException;
  }

  private final Log log = Log.named("control");
  private final Path path;
  private final ControlHandler handler;
  private final ServerSocketChannel socket;
  private final Accepting accepting;

  /// A permit for each event that may end a pause: a client is gone, time passed, the end.
  private final Semaphore resume = new Semaphore(0);

  private final Semaphore places = new Semaphore(MAX_CLIENTS);
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private ControlServer(
      Path path, ControlHandler handler, ServerSocketChannel socket, Accepting accepting) {
    this.path = path;
    this.handler = handler;
    this.socket = socket;
    this.accepting = accepting;
  }

  /// Finds what makes sockets, as [#open] would: the search goes through all jars, milliseconds of
  /// a start. Needless, but harmless.
  public static void warmUp() {
    SelectorProvider.provider();
  }

  /// Listens, on a thread of its own named `motet-control`. A socket that a process left behind is
  /// replaced.
  ///
  /// @throws IOException when another process listens there, or the place cannot be written
  public static ControlServer open(Path path, ControlHandler handler) throws IOException {
    return open(path, handler, ServerSocketChannel::accept);
  }

  static ControlServer open(Path path, ControlHandler handler, Accepting accepting)
      throws IOException {
    if (Files.exists(path)) {
      if (!Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
        throw new IOException("control socket " + path + ": there is a file that is no socket");
      }
      if (ControlClient.answers(path)) {
        throw new IOException("control socket " + path + " is in use by another process");
      }
    }
    // nobody can open it between the bind and the change of its mode: it has another name then
    Path hidden = path.resolveSibling(".new-" + ProcessHandle.current().pid());
    Files.deleteIfExists(hidden);
    ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      socket.bind(UnixDomainSocketAddress.of(hidden));
      Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rw-------"));
      Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      socket.close();
      Files.deleteIfExists(hidden);
      throw new IOException("control socket " + path + ": " + e.getMessage(), e);
    }
    ControlServer server = new ControlServer(path, handler, socket, accepting);
    Thread.ofPlatform().daemon().name("motet-control").start(server::accept);
    return server;
  }

  public Path path() {
    return path;
  }

  /// Only the close ends it: out of descriptors it pauses and recovers, as listeners do.
  private void accept() {
    boolean paused = false;
    while (!closed) {
      places.acquireUninterruptibly();
      try {
        begin(accepting.accept(socket));
        if (paused) {
          log.info(null, "accepting again at {}", path);
        }
        paused = false;
        continue;
      } catch (IOException e) {
        if (!closed && !paused) {
          log.error(null, "accept: {}: accepting pauses", String.valueOf(e.getMessage()));
        }
      } catch (RuntimeException | Error e) {
        log.bug(null, e);
      }
      paused = true;
      places.release();
      try {
        pause();
      } catch (RuntimeException | Error _) {
        // no memory even for a timer: what listens must not end by that
        Thread.onSpinWait();
      }
    }
  }

  private void begin(SocketChannel client) throws IOException {
    boolean started = false;
    clients.add(client);
    try {
      if (!closed) { // else the close has not seen it
        Thread.ofVirtual().start(() -> serve(client));
        started = true;
      }
    } finally {
      if (!started) {
        clients.remove(client);
        client.close();
      }
    }
    if (!started) {
      throw new ClosedChannelException();
    }
  }

  private void pause() {
    resume.drainPermits();
    if (closed) {
      return;
    }
    try (Timeouts timer = Timeouts.system();
        Timeouts.Timeout _ = timer.after(PAUSE, resume::release)) {
      resume.acquireUninterruptibly();
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      ControlLines lines = new ControlLines(client, MAX_REQUEST);
      String request = lines.read();
      if (request != null) {
        lines.write(PlainJson.write(answer(request)));
      }
    } catch (IOException e) {
      log.debug(null, "client: {}", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.bug(null, e);
    } finally {
      clients.remove(client);
      places.release();
      resume.release();
    }
  }

  private Map<String, @Nullable Object> answer(String request) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    try {
      if (!(PlainJson.read(request) instanceof Map<?, ?> map)
          || !(map.get("command") instanceof String command)) {
        throw new ControlException("no request: an object with \"command\" is expected");
      }
      Map<String, Object> arguments = new LinkedHashMap<>();
      map.forEach((name, value) -> {
        if (value != null) {
          arguments.put(String.valueOf(name), value);
        }
      });
      arguments.remove("command");
      answer.put("result", handler.handle(command, arguments));
    } catch (ConfigException e) {
      answer.put("error", "no JSON: " + e.getMessage());
    } catch (ControlException e) {
      answer.put("error", e.getMessage());
    }
    return answer;
  }

  /// Removes the socket and cuts its clients. Idempotent.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    resume.release();
    try {
      Files.deleteIfExists(path);
      socket.close();
      for (SocketChannel client : clients) {
        client.close();
      }
    } catch (IOException e) {
      log.warn(null, "close: {}", String.valueOf(e.getMessage()));
    }
  }
}
