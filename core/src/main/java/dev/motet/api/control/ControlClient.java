package dev.motet.api.control;

import dev.motet.json.ConfigException;
import dev.motet.json.PlainJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks a running instance through its control socket.
public final class ControlClient {
  /// Of an answer, in bytes: a list of 100,000 sessions.
  private static final int MAX_ANSWER = 64 << 20;

  private ControlClient() {}

  /// Blocks until the answer is there.
  ///
  /// @return the result, as `PlainJson` reads it
  /// @throws ControlException with the instance's reason why not
  /// @throws IOException when nobody answers there
  public static @Nullable Object ask(Path socket, String command, Map<String, ?> arguments)
      throws ControlException, IOException {
    Map<String, @Nullable Object> request = new LinkedHashMap<>();
    request.put("command", command);
    request.putAll(arguments);
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ControlLines lines = new ControlLines(channel, MAX_ANSWER);
      lines.write(PlainJson.write(request));
      String line = lines.read();
      if (line == null) {
        throw new IOException(socket + ": closed without an answer");
      }
      if (!(PlainJson.read(line) instanceof Map<?, ?> answer)) {
        throw new IOException(socket + ": the answer is no object");
      }
      if (answer.get("error") instanceof String reason) {
        throw new ControlException(reason);
      }
      return answer.get("result");
    } catch (ConfigException e) {
      throw new IOException(socket + ": the answer is no JSON", e);
    }
  }

  /// Whether it is the socket of a process that is gone: a new one is listened to before it has its
  /// name.
  static boolean isLeftBehind(Path socket) {
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return false;
    } catch (ConnectException _) {
      return true;
    } catch (IOException _) {
      return false; // not for us to say
    }
  }

  /// Whether somebody listens there.
  public static boolean answers(Path socket) {
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return true;
    } catch (IOException _) {
      return false; // left behind, or not ours: either way nobody to talk to
    }
  }
}
