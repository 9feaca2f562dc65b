package dev.motet.route.matcher;

import java.util.Arrays;

/// Lets through the fewest entries that say the same: joins the kinds of equal names and leaves out
/// what stands below a name that already covers it. No entry that comes out covers another.
final class SmallestEntries implements DomainEntries {
  private final DomainEntries all;

  SmallestEntries(DomainEntries all) {
    this.all = all;
  }

  @Override
  public void each(Sink sink) {
    Held held = new Held(sink);
    all.each(held);
    held.release();
  }

  /// Keeps one entry until it is known that nothing more comes for its name.
  private static final class Held implements Sink {
    private final Sink sink;
    private byte[] name = new byte[256];
    private int size;
    private int known;

    Held(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void add(byte[] key, int length, int kinds) {
      if (known != 0) {
        int order = Arrays.compareUnsigned(name, 0, size, key, 0, length);
        if (order > 0) {
          throw new IllegalArgumentException("names out of order");
        }
        if (order == 0) {
          known |= kinds;
          return;
        }
        if ((known & BELOW) != 0 && isBelow(key, length)) {
          return;
        }
      }
      release();
      if (name.length < length) {
        name = new byte[length * 2];
      }
      System.arraycopy(key, 0, name, 0, length);
      size = length;
      known = kinds;
    }

    void release() {
      if (known != 0) {
        sink.add(name, size, known);
      }
    }

    private boolean isBelow(byte[] key, int length) {
      return length > size
          && key[size] == DomainOrder.DOT
          && Arrays.equals(name, 0, size, key, 0, size);
    }
  }
}
