package dev.motet.interop;

import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.json.ConfigException;
import java.io.IOException;

/// An instance of Motet in this JVM.
record Local(Motet motet) implements AutoCloseable {
  static Local start(String configuration) throws ConfigException, IOException {
    return new Local(Motet.start(ConfigLoader.parse("config.json", configuration)));
  }

  /// The real port of an inbound.
  int port(String tag) {
    return motet.listening().get(tag).getPort();
  }

  @Override
  public void close() {
    motet.close();
  }
}
