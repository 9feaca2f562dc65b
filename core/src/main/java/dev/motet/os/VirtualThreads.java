package dev.motet.os;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/// Virtual threads with a scheduler of our own: the one class that uses what the JDK keeps to
/// itself (the constructor of its builder that takes a scheduler, and the thread that carries the
/// current one, both as in JDK 25). It needs `--add-opens java.base/java.lang=ALL-UNNAMED`.
final class VirtualThreads {
  private VirtualThreads() {}

  /// @param scheduler runs each piece of a virtual thread on a platform thread
  /// @throws IOException when this JVM does not let us
  static ThreadFactory scheduledBy(Executor scheduler) throws IOException {
    try {
      return ((Thread.Builder.OfVirtual) Internals.BUILDER.invoke(scheduler)).factory();
    } catch (LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "scheduler \"loop\" needs a JDK 25 that is started with"
              + " --add-opens java.base/java.lang=ALL-UNNAMED: "
              + cause.getMessage(),
          e);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  // hot
  /// The platform thread that carries the current thread, or is it. Only after [#scheduledBy]
  /// succeeded.
  static Thread carrier() {
    try {
      return (Thread) Internals.CARRIER.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static RuntimeException unexpected(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("an internal of the JDK failed", cause);
  }

  private static final class Internals {
    static final MethodHandle BUILDER;
    static final MethodHandle CARRIER;

    static {
      try {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        Class<?> builder = Thread.ofVirtual().getClass();
        BUILDER =
            MethodHandles.privateLookupIn(builder, lookup)
                .findConstructor(builder, MethodType.methodType(void.class, Executor.class));
        CARRIER =
            MethodHandles.privateLookupIn(Thread.class, lookup)
                .findStatic(
                    Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }
}
