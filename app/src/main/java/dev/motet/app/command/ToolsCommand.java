package dev.motet.app.command;

import dev.motet.app.log.LogFactory;
import dev.motet.app.tool.Fetch;
import dev.motet.app.tool.StdioPipe;
import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.engine.Config;
import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.json.ConfigException;
import dev.motet.secure.CertificateStore;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/// `tools`: single requests through the outbounds of a configuration, whose inbounds stay closed.
@Command(description = "Send single requests through an outbound.")
final class ToolsCommand {
  private final MotetCommand root;
  private final Terminal terminal;

  @Option(
      names = {"-o", "--outbound"},
      paramLabel = "TAG",
      scope = ScopeType.INHERIT,
      description = "Outbound to use (default: that of the configuration).")
  private @Nullable String outbound;

  private ToolsCommand(MotetCommand root, Terminal terminal) {
    this.root = root;
    this.terminal = terminal;
  }

  static CommandLine line(MotetCommand root, Terminal terminal) {
    ToolsCommand tools = new ToolsCommand(root, terminal);
    CommandLine line = new CommandLine(tools);
    line.addSubcommand("fetch", new FetchCommand(tools));
    line.addSubcommand("connect", new ConnectCommand(tools));
    line.addSubcommand("synctime", new SyncTimeCommand(tools));
    return line;
  }

  /// What a tool does with an instance that runs.
  private interface Use {
    void with(Motet motet, Dialer dialer, Config config) throws IOException;
  }

  private int run(Use use) throws ConfigException, IOException, InterruptedException {
    Config read = root.isWithoutConfiguration() ? ConfigLoader.parse("none", "{}") : root.load();
    Config config = read.withoutInbounds();
    LogFactory log = LogFactory.installed();
    if (log != null && !root.isWithoutConfiguration()) {
      log.configure(config.log(), root.colour());
    }
    try (Motet motet = Motet.start(config)) {
      Dialer dialer = motet.dialer(outbound);
      // Connections block virtual threads.
      FutureTask<Integer> task =
          new FutureTask<>(() -> {
            use.with(motet, dialer, config);
            return 0;
          });
      Thread.ofVirtual().name("motet-tool").start(task);
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /// `tools fetch`.
  @Command(description = "Print what http and https URLs hold.")
  private static final class FetchCommand implements Callable<Integer> {
    private final ToolsCommand tools;

    @Parameters(paramLabel = "URL", arity = "1..*", description = "Addresses, fetched in turn.")
    private List<String> urls = new ArrayList<>();

    FetchCommand(ToolsCommand tools) {
      this.tools = tools;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
      return tools.run((_, dialer, config) -> {
        Fetch fetch = new Fetch(dialer, () -> roots(config));
        for (String url : urls) {
          fetch.get(url, tools.terminal.out());
        }
      });
    }

    private SSLContext roots(Config config) throws IOException {
      try {
        return CertificateStore.load(config.certificate(), tools.terminal.environment()).context();
      } catch (GeneralSecurityException e) {
        throw new IOException("certificate store: " + e.getMessage(), e);
      }
    }
  }

  /// `tools connect`.
  @Command(description = "Join standard input and output with a destination.")
  private static final class ConnectCommand implements Callable<Integer> {
    private final ToolsCommand tools;

    @Parameters(paramLabel = "HOST:PORT", description = "Destination.")
    private String address = "";

    @Option(
        names = {"-n", "--network"},
        description = "tcp or udp (default: tcp).")
    private String network = "tcp";

    ConnectCommand(ToolsCommand tools) {
      this.tools = tools;
    }

    @Override
    public Integer call()
        throws CommandException, ConfigException, IOException, InterruptedException {
      Destination to = destination(address, -1);
      Network over =
          switch (network) {
            case "tcp" -> Network.TCP;
            case "udp" -> Network.UDP;
            default -> throw new CommandException("network " + network + " (expected: tcp, udp)");
          };
      StdioPipe pipe = new StdioPipe(tools.terminal.in(), tools.terminal.out());
      return tools.run((_, dialer, _) -> {
        DialRequest request = new DialRequest(to);
        if (over == Network.TCP) {
          try (Conn conn = dialer.dial(request)) {
            pipe.join(conn);
          }
        } else {
          try (PacketConn conn = dialer.bind(request)) {
            pipe.join(conn, to);
          }
        }
      });
    }
  }

  /// `tools synctime`.
  @Command(description = "Ask a time server for the time.")
  private static final class SyncTimeCommand implements Callable<Integer> {
    private static final int NTP_PORT = 123;

    private final ToolsCommand tools;

    @Option(
        names = {"-s", "--server"},
        paramLabel = "HOST[:PORT]",
        description = "Time server (default: time.apple.com).")
    private String server = "time.apple.com";

    @Option(
        names = {"-f", "--format"},
        paramLabel = "PATTERN",
        description = "Pattern of java.time (default: yyyy-MM-dd HH:mm:ss xx).")
    private String format = "yyyy-MM-dd HH:mm:ss xx";

    @Option(
        names = {"-w", "--write"},
        description = "Set the clock of the machine: not built yet.")
    private boolean write;

    SyncTimeCommand(ToolsCommand tools) {
      this.tools = tools;
    }

    @Override
    public Integer call()
        throws CommandException, ConfigException, IOException, InterruptedException {
      if (write) {
        throw new CommandException("\"tools synctime --write\" is known but not built yet");
      }
      Destination to = destination(server, NTP_PORT);
      DateTimeFormatter pattern = pattern();
      return tools.run((motet, dialer, _) -> {
        Duration offset = motet.clockOffset(dialer, to);
        OffsetDateTime now = OffsetDateTime.now(ZoneId.systemDefault()).plus(offset);
        tools.terminal.out().println(pattern.format(now));
      });
    }

    private DateTimeFormatter pattern() throws CommandException {
      try {
        return DateTimeFormatter.ofPattern(format, Locale.ROOT);
      } catch (IllegalArgumentException e) {
        throw new CommandException("--format " + format + ": " + e.getMessage(), e);
      }
    }
  }

  /// @param defaultPort negative when one must be given
  private static Destination destination(String text, int defaultPort) throws CommandException {
    int colon = text.lastIndexOf(':');
    boolean bare = colon < 0 || (text.indexOf(':') != colon && !text.startsWith("["));
    boolean noPort = bare || text.endsWith("]");
    try {
      if (noPort && defaultPort >= 0) {
        return Destination.of(text, defaultPort);
      }
      if (!noPort && colon > 0) {
        int port = Integer.parseInt(text.substring(colon + 1));
        return Destination.of(text.substring(0, colon), port);
      }
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    String expected = defaultPort < 0 ? "host:port" : "host or host:port";
    throw new CommandException("address \"" + text + "\" (expected: " + expected + ")");
  }
}
