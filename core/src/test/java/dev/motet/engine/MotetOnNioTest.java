package dev.motet.engine;

import java.time.Clock;

/// The same on the portable back end.
class MotetOnNioTest extends MotetTest {
  @Override
  MotetOptions options() {
    return new MotetOptions(MotetOptions.Sockets.NIO, Clock.systemUTC());
  }
}
