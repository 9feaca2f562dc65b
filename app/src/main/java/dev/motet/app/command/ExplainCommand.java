package dev.motet.app.command;

import dev.motet.engine.Config;
import dev.motet.engine.Rehearsal;
import dev.motet.json.ConfigException;
import dev.motet.json.PlainJson;
import dev.motet.route.Explanation;
import dev.motet.route.Question;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `explain`: what the rules would do with a connection, rule by rule.
@Command(description = "Say which rule decides about a connection, and why the others do not.")
final class ExplainCommand implements Callable<Integer> {
  private final MotetCommand root;
  private final Terminal terminal;

  @Parameters(paramLabel = "HOST:PORT", description = "What the client asks for.")
  private String destination = "";

  @Option(
      names = "--inbound",
      paramLabel = "TAG",
      description = "Inbound that it comes in by (default: none).")
  private @Nullable String inbound;

  @Option(
      names = {"-n", "--network"},
      paramLabel = "tcp|udp",
      description = "Network (default: tcp).")
  private @Nullable String network;

  @Option(
      names = "--source",
      paramLabel = "ADDRESS[:PORT]",
      description = "Address of the client (default: unknown).")
  private @Nullable String source;

  @Option(names = "--user", paramLabel = "NAME", description = "User who logged in.")
  private @Nullable String user;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description = "Protocol that sniffing finds (default: nothing).")
  private @Nullable String protocol;

  @Option(
      names = "--client",
      paramLabel = "NAME",
      description = "Client that sniffing finds with the protocol.")
  private @Nullable String client;

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      description =
          "Domain that sniffing finds with the protocol; without one, that the address was resolved"
              + " from.")
  private @Nullable String domain;

  @Option(names = "--resolve", description = "Look names up where rules say so.")
  private boolean resolve;

  @Option(
      names = "--live",
      description = "Ask the instance that runs for the rules that are in force there.")
  private boolean live;

  @Option(
      names = {"-s", "--socket"},
      paramLabel = "PATH",
      description = "Control socket of the instance to ask; says --live.")
  private @Nullable Path socket;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  ExplainCommand(MotetCommand root, Terminal terminal) {
    this.root = root;
    this.terminal = terminal;
  }

  @Override
  public Integer call()
      throws ConfigException, CommandException, IOException, InterruptedException {
    Question question = question();
    Explanation explanation =
        live || socket != null ? explainLive(question) : explain(root.load(), question);
    if (json) {
      terminal.out().println(PlainJson.write(explanation.json()));
    } else {
      explanation.lines().forEach(terminal.out()::println);
    }
    return 0;
  }

  private Question question() throws CommandException {
    Map<String, Object> fields = new HashMap<>();
    fields.put("destination", destination);
    put(fields, "inbound", inbound);
    put(fields, "network", network);
    put(fields, "source", source);
    put(fields, "user", user);
    put(fields, "protocol", protocol);
    put(fields, "client", client);
    put(fields, "domain", domain);
    fields.put("resolve", resolve);
    try {
      return Question.of(fields);
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void put(Map<String, Object> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private Explanation explainLive(Question question)
      throws CommandException, ConfigException, IOException {
    if (root.namesConfiguration()) {
      throw new CommandException(
          "--live asks for the rules that are in force; -c and -C name others (expected: one of"
              + " the two)");
    }
    Object answer = RunningInstance.ask(terminal, root, socket, "explain", question.fields());
    try {
      return Explanation.of(answer instanceof Map<?, ?> map ? map : Map.of());
    } catch (IllegalArgumentException e) {
      throw new CommandException("the instance answers in another way: " + e.getMessage(), e);
    }
  }

  /// Lookups block virtual threads.
  private static Explanation explain(Config config, Question question)
      throws CommandException, IOException, InterruptedException {
    try (Rehearsal rehearsal = Rehearsal.of(config)) {
      FutureTask<Explanation> task = new FutureTask<>(() -> rehearsal.explain(question));
      Thread.ofVirtual().name("motet-explain").start(task);
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case IllegalArgumentException wrong ->
            throw new CommandException(String.valueOf(wrong.getMessage()), wrong);
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
