package dev.motet.sniff;

/// When bytes that grew are looked at again. Sniffers read from the start each time, so a client
/// that sends byte by byte could make them work for the square of what it sends. Of one thread.
final class Looks {
  /// Looks at whatever came: more than any honest client's first bytes take.
  private static final int FREE = 64;

  /// Then bytes must have grown by a sixteenth.
  private static final int GROWTH = 16;

  private int taken;
  private int next;

  /// Whether to look at this many bytes; counts the look.
  boolean due(int bytes) {
    if (taken >= FREE && bytes < next) {
      return false;
    }
    taken++;
    next = bytes + bytes / GROWTH + 1;
    return true;
  }
}
