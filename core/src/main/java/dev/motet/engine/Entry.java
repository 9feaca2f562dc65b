package dev.motet.engine;

import dev.motet.core.ComponentType;
import dev.motet.core.Env;
import dev.motet.json.Position;
import java.io.IOException;
import java.util.List;

/// One inbound, outbound, endpoint or service of a configuration: what makes the component.
///
/// @param tag the place in the list when none was written
/// @param options decoded for `type`; equal options make equal components
/// @param position of the object
/// @param outbounds tags of the outbounds it dials through (`detour`), all of which exist
public record Entry<O, C>(
    ComponentType<O, C> type, String tag, O options, Position position, List<String> outbounds) {

  /// Makes the component; it is not started.
  public C create(Env env) throws IOException {
    return type.factory().create(env, options);
  }

  Entry<O, C> withTag(String other) {
    return new Entry<>(type, other, options, position, outbounds);
  }

  Entry<O, C> withOutbounds(List<String> tags) {
    return new Entry<>(type, tag, options, position, List.copyOf(tags));
  }
}
