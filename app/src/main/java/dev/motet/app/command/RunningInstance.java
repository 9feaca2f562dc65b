package dev.motet.app.command;

import dev.motet.api.control.ControlClient;
import dev.motet.api.control.ControlException;
import dev.motet.api.control.ControlPaths;
import dev.motet.json.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The instance that commands ask through its control socket.
final class RunningInstance {
  private RunningInstance() {}

  /// Blocks until the answer is there.
  ///
  /// @param root whose configuration, where one was named, says which instance
  /// @param socket null for that one, else for the only instance that runs
  /// @param command first word of the request
  /// @return the result, as `PlainJson` reads it
  /// @throws CommandException when nothing runs, several do, or the instance says why not
  static @Nullable Object ask(
      Terminal terminal,
      MotetCommand root,
      @Nullable Path socket,
      String command,
      Map<String, ?> arguments)
      throws CommandException, ConfigException, IOException {
    Path place = place(terminal, root, socket);
    try {
      return ControlClient.ask(place, command, arguments);
    } catch (ControlException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandException("nothing runs at " + place + ": " + e.getMessage(), e);
    }
  }

  private static Path place(Terminal terminal, MotetCommand root, @Nullable Path socket)
      throws CommandException, ConfigException, IOException {
    if (socket != null) {
      return socket;
    }
    Path configured = root.controlSocket();
    return configured == null ? theOnlyOne(terminal) : configured;
  }

  private static Path theOnlyOne(Terminal terminal) throws CommandException, IOException {
    List<Path> running =
        ControlPaths.known(terminal.environment()).stream().filter(ControlClient::answers).toList();
    if (running.isEmpty()) {
      throw new CommandException(
          "no instance of this user runs with a control socket in "
              + ControlPaths.folder(terminal.environment())
              + "; start one with \"motet run\", or name its socket with --socket or its"
              + " configuration with -c");
    }
    if (running.size() > 1) {
      List<String> paths = running.stream().map(Path::toString).toList();
      throw new CommandException(
          "several instances run, choose one with --socket: " + String.join(", ", paths));
    }
    return running.getFirst();
  }
}
