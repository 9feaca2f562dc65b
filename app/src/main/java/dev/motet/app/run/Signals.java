package dev.motet.app.run;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Turns the signals of the process into events, until closed. Until it is made, each of them ends
/// the process as usual.
///
/// The JDK's only way to signals is `sun.misc.Signal`, of which javac warns whatever it is told; so
/// it is called through handles.
public final class Signals implements AutoCloseable {
  private final Map<Object, Object> before = new LinkedHashMap<>();
  private final Consumer<Event> events;
  private final Class<?> handlerType;
  private final MethodHandle newSignal;
  private final MethodHandle handle;

  public Signals(Consumer<Event> events) {
    this.events = events;
    try {
      Lookup lookup = MethodHandles.publicLookup();
      Class<?> signalType = Class.forName("sun.misc.Signal");
      handlerType = Class.forName("sun.misc.SignalHandler");
      newSignal =
          lookup
              .findConstructor(signalType, MethodType.methodType(void.class, String.class))
              .asType(MethodType.methodType(Object.class, String.class));
      handle =
          lookup
              .findStatic(
                  signalType, "handle", MethodType.methodType(handlerType, signalType, handlerType))
              .asType(MethodType.methodType(Object.class, Object.class, Object.class));
      on("INT", Event.STOP);
      on("TERM", Event.STOP);
      on("HUP", Event.RELOAD);
      on("USR1", Event.REOPEN_LOG);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this run-time image lacks the module jdk.unsupported", e);
    }
  }

  private void on(String name, Event event) throws ReflectiveOperationException {
    MethodHandle accept =
        MethodHandles.lookup()
            .findVirtual(Signals.class, "accept", MethodType.methodType(void.class, Event.class));
    MethodHandle handler =
        MethodHandles.dropArguments(
            MethodHandles.insertArguments(accept, 0, this, event), 0, Object.class);
    try {
      Object signal = (Object) newSignal.invokeExact(name);
      before.put(
          signal, replace(signal, MethodHandleProxies.asInterfaceInstance(handlerType, handler)));
    } catch (IllegalArgumentException _) {
      // The system does not have this signal, or the JVM keeps it for itself (-Xrs).
    } catch (Throwable e) {
      throw new IllegalStateException("signal " + name, e);
    }
  }

  /// Called through handles only.
  void accept(Event event) {
    events.accept(event);
  }

  private Object replace(Object signal, Object handler) throws Throwable {
    return (Object) handle.invokeExact(signal, handler);
  }

  @Override
  public void close() {
    before.forEach((signal, handler) -> {
      try {
        var _ = replace(signal, handler);
      } catch (Throwable e) {
        throw new IllegalStateException(String.valueOf(signal), e);
      }
    });
  }
}
