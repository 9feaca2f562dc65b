package dev.motet.app.command;

import dev.motet.core.ComponentType;
import dev.motet.engine.Protocols;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `version`: the version, and what this build can do.
@Command(description = "Print the version and what is built in.")
final class VersionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = {"-n", "--name"},
      description = "Print the version only.")
  private boolean nameOnly;

  VersionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (nameOnly) {
      terminal.out().println(number());
      return 0;
    }
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    terminal.out().println("motet version " + number());
    terminal.out().println();
    terminal
        .out()
        .printf(
            "Environment: Java %s %s/%s%n", Runtime.version(), os, System.getProperty("os.arch"));
    terminal.out().println("Inbounds: " + names(Protocols.INBOUNDS));
    terminal.out().println("Outbounds: " + names(Protocols.OUTBOUNDS));
    terminal.out().println("DNS servers: " + names(Protocols.DNS_SERVERS));
    return 0;
  }

  static String number() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = VersionCommand.class.getResourceAsStream("/motet.properties")) {
      if (in != null) {
        properties.load(in);
      }
    }
    return properties.getProperty("version", "unknown");
  }

  private static String names(List<? extends ComponentType<?, ?>> types) {
    return types.stream().map(ComponentType::name).collect(Collectors.joining(", "));
  }
}
