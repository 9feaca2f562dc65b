package dev.motet.app.run;

import dev.motet.app.log.LogFactory;
import dev.motet.core.Log;
import dev.motet.engine.Config;
import dev.motet.engine.Motet;
import dev.motet.json.ConfigException;
import dev.motet.json.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
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

  /// Reads the configuration, anew for each reload.
  public interface Source {
    Config load() throws ConfigException, IOException;
  }

  /// @param notifySocket the value of `NOTIFY_SOCKET`; empty without a manager
  public Running(Source source, boolean colour, Duration drainLimit, String notifySocket) {
    this.source = source;
    this.logging = LogFactory.installed();
    this.colour = colour;
    this.drainLimit = drainLimit;
    this.service = new ServiceState(notifySocket, log);
  }

  @Override
  public void accept(Event event) {
    events.add(event);
  }

  /// Starts and runs until a stop was asked for.
  ///
  /// @param started called once, when everything listens
  /// @throws IOException when it cannot start, or does not end in time
  public void run(Consumer<Motet> started)
      throws ConfigException, IOException, InterruptedException {
    long start = System.nanoTime();
    Config config = source.load();
    configureLog(config);
    try (Motet motet = Motet.start(config)) {
      started.accept(motet);
      log.info(null, "motet started ({}s)", seconds(System.nanoTime() - start));
      service.ready("serving");
      serve(motet, config);
      service.stopping();
      stop(motet);
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

  /// @return the configuration in force afterwards
  private Config reload(Motet motet, Config current) {
    service.reloading();
    try {
      Config config = source.load();
      configureLog(config);
      try {
        motet.reload(config);
      } catch (IOException e) {
        configureLog(current);
        throw e;
      }
      log.info(null, "motet reloaded");
      service.ready("serving");
      return config;
    } catch (ConfigException e) {
      e.problems().stream()
          .filter(Problem::isError)
          .forEach(p -> log.error(null, "reload service: {}", p.render()));
    } catch (IOException e) {
      log.error(null, "reload service: {}", e.getMessage());
    }
    service.ready("serving the configuration before a reload that failed");
    return current;
  }

  /// Lets sessions end; a second stop cuts them.
  private void stop(Motet motet) throws IOException, InterruptedException {
    log.info(null, "stopping, {} sessions under way", motet.sessions());
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
