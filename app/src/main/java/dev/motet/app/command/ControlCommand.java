package dev.motet.app.command;

import dev.motet.json.ConfigException;
import dev.motet.json.PlainJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Asks a running instance through its control socket and prints the answer; what all such commands
/// share.
abstract sealed class ControlCommand implements Callable<Integer> {
  /// First word of the request.
  private final String command;

  private final MotetCommand root;
  private final Terminal terminal;

  @Option(
      names = {"-s", "--socket"},
      paramLabel = "PATH",
      description =
          "Control socket of the instance (default: that of the configuration named by -c or -C,"
              + " else the only one that runs).")
  private @Nullable Path socket;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  private ControlCommand(String command, MotetCommand root, Terminal terminal) {
    this.root = root;
    this.command = command;
    this.terminal = terminal;
  }

  /// All of them, by name.
  static Map<String, Object> all(MotetCommand root, Terminal terminal) {
    Map<String, Object> commands = new LinkedHashMap<>();
    for (ControlCommand one :
        List.of(
            new StatusCommand(root, terminal),
            new SessionsCommand(root, terminal),
            new CloseCommand(root, terminal),
            new ReloadCommand(root, terminal),
            new GroupsCommand(root, terminal),
            new SelectCommand(root, terminal),
            new LogLevelCommand(root, terminal))) {
      commands.put(one.command, one);
    }
    return commands;
  }

  Map<String, ?> arguments() throws CommandException {
    return Map.of();
  }

  /// The answer for people, in lines; nothing where it goes without saying.
  List<String> lines(@Nullable Object answer) {
    return List.of();
  }

  @Override
  public Integer call() throws CommandException, ConfigException, IOException {
    Object answer = RunningInstance.ask(terminal, root, socket, command, arguments());
    if (json) {
      terminal.out().println(PlainJson.write(answer));
    } else {
      lines(answer).forEach(terminal.out()::println);
    }
    return 0;
  }

  private static String text(Map<?, ?> map, String name) {
    Object value = map.get(name);
    return value == null ? "" : String.valueOf(value);
  }

  /// Of a member of a group; empty where nothing speaks against it.
  private static String state(Map<?, ?> member) {
    if (text(member, "usable").equals("false")) {
      return "left alone";
    }
    return text(member, "failing").equals("true") ? "fails" : "";
  }

  private static List<Map<?, ?>> objects(@Nullable Object list) {
    List<Map<?, ?>> objects = new ArrayList<>();
    if (list instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof Map<?, ?> map) {
          objects.add(map);
        }
      }
    }
    return objects;
  }

  /// `status`.
  @Command(description = "Show what a running instance does.")
  private static final class StatusCommand extends ControlCommand {
    StatusCommand(MotetCommand root, Terminal terminal) {
      super("status", root, terminal);
    }

    @Override
    List<String> lines(@Nullable Object answer) {
      List<String> lines = new ArrayList<>();
      if (answer instanceof Map<?, ?> status) {
        lines.add(
            "process " + text(status, "pid") + ", up " + text(status, "uptime_seconds") + " s");
        lines.add("configuration number " + text(status, "snapshot"));
        if (status.get("listening") instanceof Map<?, ?> listening) {
          listening.forEach(
              (tag, address) -> lines.add("listens on " + address + " (" + tag + ")"));
        }
        lines.add(
            text(status, "sessions")
                + " sessions, "
                + text(status, "accepted")
                + " since the start");
        lines.add(
            text(status, "up_bytes") + " bytes up, " + text(status, "down_bytes") + " bytes down");
        lines.add(text(status, "heap_bytes") + " bytes of heap in use");
      }
      return lines;
    }
  }

  /// `sessions`.
  @Command(description = "List the sessions under way, the oldest first.")
  private static final class SessionsCommand extends ControlCommand {
    SessionsCommand(MotetCommand root, Terminal terminal) {
      super("sessions", root, terminal);
    }

    @Override
    List<String> lines(@Nullable Object answer) {
      TextTable table =
          new TextTable(
              "ID",
              "AGE",
              "NETWORK",
              "SOURCE",
              "DESTINATION",
              "USER",
              "OUTBOUND",
              "UP",
              "DOWN",
              "RULE");
      for (Map<?, ?> session : objects(answer)) {
        String domain = text(session, "domain");
        String chain =
            session.get("chain") instanceof List<?> tags
                ? String.join(" > ", tags.stream().map(String::valueOf).toList())
                : "";
        table.row(
            text(session, "id"),
            text(session, "age_ms") + " ms",
            text(session, "network"),
            text(session, "source"),
            text(session, "destination") + (domain.isEmpty() ? "" : " (" + domain + ")"),
            text(session, "user"),
            chain,
            text(session, "up_bytes"),
            text(session, "down_bytes"),
            text(session, "rule"));
      }
      return table.lines();
    }
  }

  /// `close`.
  @Command(description = "Cut a session.")
  private static final class CloseCommand extends ControlCommand {
    @Parameters(paramLabel = "ID", description = "Number that \"sessions\" shows.")
    private long id;

    CloseCommand(MotetCommand root, Terminal terminal) {
      super("close", root, terminal);
    }

    @Override
    Map<String, ?> arguments() {
      return Map.of("id", id);
    }
  }

  /// `reload`.
  @Command(description = "Read the configuration again; the old one stays when it is wrong.")
  private static final class ReloadCommand extends ControlCommand {
    ReloadCommand(MotetCommand root, Terminal terminal) {
      super("reload", root, terminal);
    }

    @Override
    List<String> lines(@Nullable Object answer) {
      return answer instanceof Map<?, ?> done
          ? List.of("configuration number " + text(done, "snapshot") + " is in force")
          : List.of();
    }
  }

  /// `groups`.
  @Command(description = "List the groups of outbounds and their members.")
  private static final class GroupsCommand extends ControlCommand {
    GroupsCommand(MotetCommand root, Terminal terminal) {
      super("groups", root, terminal);
    }

    @Override
    List<String> lines(@Nullable Object answer) {
      TextTable table = new TextTable("GROUP", "TYPE", "MEMBER", "CURRENT", "DELAY", "STATE");
      for (Map<?, ?> group : objects(answer)) {
        for (Map<?, ?> member : objects(group.get("members"))) {
          String tag = text(member, "tag");
          List<String> current = new ArrayList<>();
          for (String network : List.of("tcp", "udp")) {
            if (tag.equals(text(group, network))) {
              current.add(network);
            }
          }
          String delay = text(member, "delay_ms");
          table.row(
              text(group, "tag"),
              text(group, "type"),
              tag,
              String.join(" ", current),
              delay.isEmpty() ? "" : delay + " ms",
              state(member));
        }
      }
      return table.lines();
    }
  }

  /// `select`.
  @Command(description = "Choose a member of a group of outbounds.")
  private static final class SelectCommand extends ControlCommand {
    @Parameters(index = "0", paramLabel = "GROUP", description = "Tag of the group.")
    private String group = "";

    @Parameters(index = "1", paramLabel = "MEMBER", description = "Tag of the member.")
    private String member = "";

    SelectCommand(MotetCommand root, Terminal terminal) {
      super("select", root, terminal);
    }

    @Override
    Map<String, ?> arguments() {
      return Map.of("group", group, "member", member);
    }
  }

  /// `log-level`.
  @Command(description = "Show the log level, or change it until the next reload.")
  private static final class LogLevelCommand extends ControlCommand {
    @Parameters(
        paramLabel = "LEVEL",
        arity = "0..1",
        description = "trace, debug, info, warn, error, fatal or panic.")
    private @Nullable String level;

    LogLevelCommand(MotetCommand root, Terminal terminal) {
      super("log-level", root, terminal);
    }

    @Override
    Map<String, ?> arguments() {
      return level == null ? Map.of() : Map.of("level", level);
    }

    @Override
    List<String> lines(@Nullable Object answer) {
      return answer instanceof Map<?, ?> level ? List.of(text(level, "level")) : List.of();
    }
  }
}
