package dev.motet.app.command;

import dev.motet.app.log.Warnings;
import dev.motet.app.run.ConfigWatch;
import dev.motet.app.run.Event;
import dev.motet.app.run.Running;
import dev.motet.app.run.Signals;
import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.json.ConfigException;
import dev.motet.json.GoDuration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `run`: starts the configuration and serves until a signal ends it.
@Command(
    description = {
      "Start and serve.",
      "Without a configuration: SOCKS and HTTP on 127.0.0.1:2080, straight out.",
      "SIGTERM and SIGINT stop after running sessions ended (twice: at once), SIGHUP reloads,",
      "SIGUSR1 opens the log file again."
    })
final class RunCommand implements Callable<Integer> {
  private static final Path STDIN = Path.of("stdin");

  /// Serves somebody who only wants to try.
  private static final String EMBEDDED =
      """
      {
        "log": {"level": "info"},
        "inbounds": [
          {"type": "mixed", "tag": "mixed", "listen": "127.0.0.1", "listen_port": 2080}
        ],
        "outbounds": [{"type": "direct", "tag": "direct"}]
      }
      """;

  private final MotetCommand root;
  private final Terminal terminal;

  @Option(names = "--watch", description = "Reload when a file of the configuration changes.")
  private boolean watch;

  @Option(
      names = "--drain",
      paramLabel = "TIME",
      description = "How long sessions may go on after a stop (default: 10s).")
  private String drain = "10s";

  RunCommand(MotetCommand root, Terminal terminal) {
    this.root = root;
    this.terminal = terminal;
  }

  @Override
  public Integer call()
      throws CommandException, ConfigException, IOException, InterruptedException {
    boolean embedded = root.isWithoutConfiguration();
    Running running =
        new Running(source(embedded), root.colour(), drainLimit(), terminal.environment());
    if (watch) {
      if (embedded || root.files().contains(STDIN)) {
        throw new CommandException("--watch needs configuration files (-c, -C or config.json)");
      }
      try (ConfigWatch _ = watch(running)) {
        run(running, false);
      }
    } else {
      run(running, embedded);
    }
    return 0;
  }

  private Running.Source source(boolean embedded) {
    if (embedded) {
      return () -> ConfigLoader.parse("built-in", EMBEDDED);
    }
    if (!root.files().contains(STDIN)) {
      return root::load;
    }
    AtomicBoolean read = new AtomicBoolean();
    return () -> {
      if (read.getAndSet(true)) {
        throw new IOException(
            "the configuration came from standard input, where there is nothing to read again:"
                + " the running one stays");
      }
      return root.load();
    };
  }

  private ConfigWatch watch(Running running) throws IOException {
    return new ConfigWatch(root.files(), root.directories(), () -> running.accept(Event.RELOAD));
  }

  private void run(Running running, boolean embedded)
      throws ConfigException, IOException, InterruptedException {
    // Until the instance runs, any signal ends the process as the JVM does it.
    Signals[] signals = new Signals[1];
    try (Warnings warnings = Warnings.collect()) {
      running.run(motet -> {
        root.accept(warnings);
        signals[0] = new Signals(running);
        if (embedded) {
          welcome(motet);
        }
      });
    } finally {
      if (signals[0] != null) {
        signals[0].close();
      }
    }
  }

  private void welcome(Motet motet) {
    var address = motet.listening().get("mixed");
    if (address == null) {
      return;
    }
    String at = address.getAddress().getHostAddress() + ":" + address.getPort();
    terminal
        .out()
        .printf(
            """
            There is no config.json here: SOCKS and HTTP proxy on %1$s, straight out. Try
              curl -x socks5h://%1$s http://example.com/
            """,
            at);
    terminal.out().flush();
  }

  private Duration drainLimit() throws CommandException {
    try {
      Duration limit = GoDuration.parse(drain);
      if (!limit.isNegative()) {
        return limit;
      }
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    throw new CommandException("--drain " + drain + " (expected: a duration such as 10s)");
  }
}
