package dev.motet.core;

import dev.motet.json.Fields;
import java.io.IOException;

/// One type of inbound, outbound, endpoint, service or DNS server: its name in the configuration,
/// how its options are decoded, how it is made from them.
///
/// @param <O> options
/// @param <C> component
public record ComponentType<O, C>(String name, Fields.Decoder<O> decoder, Factory<O, C> factory) {

  /// Makes a component that is not started: opens nothing, blocks on nothing.
  public interface Factory<O, C> {
    C create(Env env, O options) throws IOException;
  }
}
