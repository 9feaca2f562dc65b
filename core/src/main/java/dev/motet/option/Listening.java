package dev.motet.option;

/// Options of a component with listen fields: what the engine needs of them without knowing the
/// type (timeouts of sessions, the inbound detour, which listener a reload must stop first).
public interface Listening {
  ListenOptions listen();

  /// Whether clients say where they want to go; otherwise the configuration does.
  default boolean isDestinationChosenByClient() {
    return true;
  }
}
