package dev.motet.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Counts the bytes of one direction of one session, exactly. One thread adds at a time, any reads.
public final class Meter {
  private static final VarHandle BYTES;

  static {
    try {
      BYTES = MethodHandles.lookup().findVarHandle(Meter.class, "bytes", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long bytes;

  /// hot: a plain add, visible to readers soon.
  public void add(long count) {
    BYTES.setOpaque(this, bytes + count);
  }

  /// Bytes so far.
  public long bytes() {
    return (long) BYTES.getOpaque(this);
  }
}
