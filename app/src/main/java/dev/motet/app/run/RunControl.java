package dev.motet.app.run;

import dev.motet.api.control.ControlException;
import dev.motet.api.control.ControlHandler;
import dev.motet.api.control.ControlPaths;
import dev.motet.api.control.ControlServer;
import dev.motet.app.log.LogFactory;
import dev.motet.core.Group;
import dev.motet.core.Log;
import dev.motet.engine.GroupInfo;
import dev.motet.engine.Motet;
import dev.motet.engine.SessionInfo;
import dev.motet.engine.Status;
import dev.motet.io.Destination;
import dev.motet.option.ExperimentalOptions;
import dev.motet.route.Question;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the control socket of a running program does: everything in its answers is for people and
/// programs alike, so names are those of the configuration and units stand in them.
final class RunControl implements ControlHandler {
  private static final List<String> COMMANDS =
      List.of("status", "sessions", "close", "reload", "groups", "select", "explain", "log-level");

  private final Motet motet;
  private final Reloading reloading;
  private final @Nullable LogFactory logging;

  /// Reloads the configuration of the program.
  interface Reloading {
    /// Blocks until it is done.
    ///
    /// @throws ControlException with the reason why the old one is still in force
    void reload() throws ControlException;
  }

  RunControl(Motet motet, Reloading reloading, @Nullable LogFactory logging) {
    this.motet = motet;
    this.reloading = reloading;
    this.logging = logging;
  }

  /// Opens the socket that the configuration asks for. A place that nobody chose and that cannot be
  /// had is worth a warning, not the service.
  ///
  /// @return null when there is none
  /// @throws IOException when the chosen place cannot be had
  @Nullable ControlServer open(
      ExperimentalOptions.Control options, Map<String, String> environment, Log log)
      throws IOException {
    if (!options.enabled()) {
      return null;
    }
    if (options.path() != null) {
      return open(Path.of(options.path()), log);
    }
    try {
      return open(ControlPaths.own(environment), log);
    } catch (IOException | UnsupportedOperationException e) {
      log.warn(null, "no control socket: {}", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private ControlServer open(Path path, Log log) throws IOException {
    ControlServer server = ControlServer.open(path, this);
    log.info(null, "control socket at {}", path);
    return server;
  }

  @Override
  public @Nullable Object handle(String command, Map<String, ?> arguments) throws ControlException {
    return switch (command) {
      case "status" -> status();
      case "sessions" -> motet.sessions().stream().map(RunControl::session).toList();
      case "close" -> close(arguments.get("id"));
      case "reload" -> {
        reloading.reload();
        yield Map.of("snapshot", motet.status().snapshot());
      }
      case "groups" -> motet.groups().stream().map(RunControl::group).toList();
      case "select" -> select(text(arguments, "group"), text(arguments, "member"));
      case "explain" -> explain(arguments);
      case "log-level" -> logLevel(arguments.get("level"));
      default ->
          throw new ControlException(
              "no command \"" + command + "\" (known: " + String.join(", ", COMMANDS) + ")");
    };
  }

  private Map<String, Object> status() {
    Status status = motet.status();
    Map<String, Object> listening = new LinkedHashMap<>();
    status
        .listening()
        .forEach((tag, address) -> listening.put(tag, Destination.of(address).toString()));
    Runtime memory = Runtime.getRuntime();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("pid", ProcessHandle.current().pid());
    answer.put("uptime_seconds", status.uptime().toSeconds());
    answer.put("snapshot", status.snapshot());
    answer.put("listening", listening);
    answer.put("components", status.components());
    answer.put("sessions", status.sessions());
    answer.put("accepted", status.accepted());
    answer.put("up_bytes", status.up());
    answer.put("down_bytes", status.down());
    answer.put("heap_bytes", memory.totalMemory() - memory.freeMemory());
    return answer;
  }

  private static Map<String, @Nullable Object> session(SessionInfo session) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("id", session.id());
    answer.put("inbound", session.inbound());
    answer.put("network", session.network().toString());
    answer.put("source", session.source());
    answer.put("user", session.user());
    answer.put("destination", session.destination());
    answer.put("domain", session.domain());
    answer.put("protocol", session.protocol());
    answer.put("rule", session.rule());
    answer.put("snapshot", session.snapshot());
    answer.put("chain", session.chain());
    answer.put("up_bytes", session.up());
    answer.put("down_bytes", session.down());
    answer.put("age_ms", session.age().toMillis());
    return answer;
  }

  private static Map<String, @Nullable Object> group(GroupInfo group) {
    List<Map<String, @Nullable Object>> members = new ArrayList<>();
    for (Group.Member member : group.members()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("tag", member.tag());
      one.put("delay_ms", member.delayMillis());
      one.put("tested_at", member.testedAt() == null ? null : member.testedAt().toString());
      one.put("failing", member.failing());
      one.put("usable", member.usable());
      members.add(one);
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("tag", group.tag());
    answer.put("type", group.type());
    answer.put("tcp", group.tcp());
    answer.put("udp", group.udp());
    answer.put("members", members);
    return answer;
  }

  private Map<String, Object> close(@Nullable Object id) throws ControlException {
    if (!(id instanceof Long number)) {
      throw new ControlException("\"id\" is missing: the number of a session");
    }
    if (!motet.closeSession(number)) {
      throw new ControlException("no session " + number);
    }
    return Map.of("closed", number);
  }

  private Map<String, Object> select(String group, String member) throws ControlException {
    try {
      motet.select(group, member);
    } catch (IllegalArgumentException e) {
      throw new ControlException(String.valueOf(e.getMessage()));
    }
    return Map.of("selected", member);
  }

  /// Changes nothing; a question that wants lookups makes them.
  private Map<String, Object> explain(Map<String, ?> question) throws ControlException {
    try {
      return motet.explain(Question.of(question)).json();
    } catch (IllegalArgumentException | IOException e) {
      throw new ControlException(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, Object> logLevel(@Nullable Object wanted) throws ControlException {
    if (logging == null) {
      throw new ControlException("the log of this program belongs to another library");
    }
    if (wanted != null) {
      try {
        logging.level(String.valueOf(wanted));
      } catch (IllegalArgumentException e) {
        throw new ControlException(String.valueOf(e.getMessage()));
      }
    }
    return Map.of("level", logging.level());
  }

  private static String text(Map<String, ?> arguments, String name) throws ControlException {
    if (arguments.get(name) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw new ControlException("\"" + name + "\" is missing");
  }
}
