package dev.motet.engine;

import dev.motet.core.Outgoing;
import dev.motet.core.Resources;
import dev.motet.core.SharedListeners;
import dev.motet.core.UdpBudget;
import dev.motet.io.Buffers;
import dev.motet.io.Pump;
import dev.motet.io.SocketBackend;
import dev.motet.io.Timeouts;
import dev.motet.os.DescriptorLimit;
import dev.motet.os.EpollBackend;
import dev.motet.os.Scheduler;
import dev.motet.os.Sockets;
import dev.motet.service.ntp.CorrectedClock;
import java.io.IOException;

/// The resources of an instance: made before its first component, closed after its last.
final class Machinery implements AutoCloseable {
  private final Resources resources;
  private final CorrectedClock clock;

  private Machinery(Resources resources, CorrectedClock clock) {
    this.resources = resources;
    this.clock = clock;
  }

  static Machinery open(MotetOptions options) throws IOException {
    Timeouts timeouts = Timeouts.system();
    Buffers buffers = new Buffers();
    SocketBackend sockets;
    try {
      sockets = sockets(options, timeouts);
    } catch (IOException e) {
      timeouts.close();
      throw e;
    }
    Pump pump = new Pump(buffers, timeouts, sockets.transfer(), sockets.threads());
    CorrectedClock clock = new CorrectedClock(options.clock());
    return new Machinery(
        new Resources(
            sockets,
            new SharedListeners(sockets),
            buffers,
            timeouts,
            pump,
            clock,
            new LateRandom(),
            UdpBudget.ofDescriptors(DescriptorLimit::ofProcess),
            options.around(),
            new Outgoing()),
        clock);
  }

  Resources resources() {
    return resources;
  }

  CorrectedClock clock() {
    return clock;
  }

  @Override
  public void close() {
    resources.sockets().close();
    resources.timeouts().close();
  }

  private static SocketBackend sockets(MotetOptions options, Timeouts timeouts) throws IOException {
    Scheduler scheduler = scheduler(options);
    return switch (options.sockets()) {
      case BEST -> Sockets.best(timeouts, scheduler);
      case EPOLL -> new EpollBackend(scheduler);
      case NIO -> {
        if (options.scheduler() == MotetOptions.Scheduler.LOOP) {
          throw new IOException("scheduler \"loop\" needs the socket back end \"epoll\"");
        }
        yield Sockets.named("nio", timeouts);
      }
    };
  }

  private static Scheduler scheduler(MotetOptions options) throws IOException {
    return switch (options.scheduler()) {
      case AS_STARTED -> Scheduler.ofProcess();
      case POOL -> Scheduler.POOL;
      case LOOP -> Scheduler.LOOP;
    };
  }
}
