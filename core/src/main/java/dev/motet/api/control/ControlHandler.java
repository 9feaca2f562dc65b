package dev.motet.api.control;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Carries out what the control socket is asked. Thread-safe; may block the calling virtual thread.
public interface ControlHandler {
  /// @param command first word of the request: `status`
  /// @param arguments its other members
  /// @return what `PlainJson` can write
  /// @throws ControlException when it cannot be done
  @Nullable Object handle(String command, Map<String, ?> arguments) throws ControlException;
}
