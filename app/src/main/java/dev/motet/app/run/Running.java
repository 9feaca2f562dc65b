package dev.motet.app.run;

import dev.motet.api.control.ControlException;
import dev.motet.api.control.ControlServer;
import dev.motet.app.log.LogFactory;
import dev.motet.core.Log;
import dev.motet.engine.Config;
import dev.motet.engine.Motet;
import dev.motet.json.ConfigException;
import dev.motet.json.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An instance from its start to its end, driven by events (inventory CLI-1). One thread runs it;
/// [#accept] is for any thread.
public final class Running implements Consumer<Event> {
  /// How long an instance that was told to close may take (inventory MS-17).
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Log log = Log.named("");
  private final Source source;
  private final @Nullable LogFactory logging;
  private final boolean colour;
  private final Duration drainLimit;
  private final ServiceState service;
  private final Map<String, String> environment;

  /// Who waits for the next reload; the answer is why it failed, empty when it did not.
  private final Queue<CompletableFuture<String>> waiting = new ConcurrentLinkedQueue<>();

  /// Reads the configuration, anew for each reload.
  public interface Source {
    Config load() throws ConfigException, IOException;
  }

  /// Told of an instance that serves.
  public interface Started {
    /// @throws IOException when it shall not go on
    void accept(Motet motet) throws IOException;
  }

  /// @param environment variables of the process
  public Running(
      Source source, boolean colour, Duration drainLimit, Map<String, String> environment) {
    this.source = source;
    this.logging = LogFactory.installed();
    this.colour = colour;
    this.drainLimit = drainLimit;
    this.environment = Map.copyOf(environment);
    this.service = new ServiceState(environment.getOrDefault("NOTIFY_SOCKET", ""), log);
  }

  @Override
  public void accept(Event event) {
    events.add(event);
  }

  /// Starts and runs until a stop was asked for.
  ///
  /// @param started called once, when everything listens
  /// @throws IOException when it cannot start, or does not end in time
  public void run(Started started) throws ConfigException, IOException, InterruptedException {
    long start = System.nanoTime();
    Config config = source.load();
    configureLog(config);
    try (Motet motet = Motet.start(config)) {
      started.accept(motet);
      log.info(null, "motet started ({}s)", seconds(System.nanoTime() - start));
      service.ready("serving");
      RunControl control = new RunControl(motet, this::reloadAndWait, logging);
      try (ControlServer _ = control.open(config.experimental().control(), environment, log)) {
        serve(motet, config);
        service.stopping();
        stop(motet);
      } finally {
        answerAll("the instance stops");
      }
    }
  }

  private void serve(Motet motet, Config initial) throws InterruptedException {
    Config config = initial;
    while (true) {
      switch (events.take()) {
        case STOP -> {
          return;
        }
        case RELOAD -> config = reload(motet, config);
        case REOPEN_LOG -> reopenLog();
        case DRAINED -> throw new IllegalStateException("drained before a stop");
      }
    }
  }

  /// For any other thread.
  private void reloadAndWait() throws ControlException {
    CompletableFuture<String> done = new CompletableFuture<>();
    waiting.add(done);
    events.add(Event.RELOAD);
    String failure = done.join();
    if (!failure.isEmpty()) {
      throw new ControlException(failure);
    }
  }

  private void answerAll(String failure) {
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      next.complete(failure);
    }
  }

  /// @return the configuration in force afterwards
  private Config reload(Motet motet, Config current) {
    // who asks from here on waits for the next one, which may read newer files
    List<CompletableFuture<String>> asked = new ArrayList<>();
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      asked.add(next);
    }
    service.reloading();
    try {
      Config config = source.load();
      configureLog(config);
      try {
        motet.reload(config);
      } catch (IOException | RuntimeException e) {
        configureLog(current);
        throw e;
      }
      log.info(null, "motet reloaded");
      service.ready("serving");
      asked.forEach(one -> one.complete(""));
      return config;
    } catch (ConfigException e) {
      List<String> errors =
          e.problems().stream().filter(Problem::isError).map(Problem::render).toList();
      errors.forEach(error -> log.error(null, "reload service: {}", error));
      asked.forEach(one -> one.complete(String.join("\n", errors)));
    } catch (IOException e) {
      log.error(null, "reload service: {}", e.getMessage());
      asked.forEach(one -> one.complete(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      log.bug(null, e); // what runs has nothing to do with it
      asked.forEach(one -> one.complete("an error of this program: " + e));
    }
    service.ready("serving the configuration before a reload that failed");
    return current;
  }

  /// Lets sessions end; a second stop cuts them.
  private void stop(Motet motet) throws IOException, InterruptedException {
    log.info(null, "stopping, {} sessions under way", motet.sessionCount());
    Thread.ofPlatform().name("motet-drain").daemon().start(() -> drain(motet));
    Duration limit = drainLimit.plus(CLOSE_LIMIT);
    boolean cut = false;
    while (true) {
      Event event = events.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (event == null) {
        throw new IOException("motet did not close!");
      }
      if (event == Event.DRAINED) {
        log.info(null, "stopped");
        return;
      }
      if (event == Event.STOP && !cut) {
        cut = true;
        limit = CLOSE_LIMIT;
        Thread.ofPlatform().name("motet-close").daemon().start(motet::close);
      }
    }
  }

  private void drain(Motet motet) {
    try {
      motet.drain(drainLimit);
    } finally {
      events.add(Event.DRAINED);
    }
  }

  private void configureLog(Config config) throws IOException {
    if (logging != null) {
      logging.configure(config.log(), colour);
    }
  }

  private void reopenLog() {
    if (logging != null) {
      try {
        logging.reopen();
      } catch (IOException e) {
        log.error(null, "{}", e.getMessage());
      }
    }
  }

  private static String seconds(long nanos) {
    long hundredths = TimeUnit.NANOSECONDS.toMillis(nanos) / 10;
    return hundredths / 100 + (hundredths % 100 < 10 ? ".0" : ".") + hundredths % 100;
  }
}
