package dev.motet.app.log;

/// The colour of a connection's id, so that the eye can follow it: one of the 216 of a terminal's
/// colour cube, mirrored when too dark to read.
final class IdColour {
  private static final int FIRST = 16;
  private static final int SIDE = 6;
  private static final int DARK = 60;

  private IdColour() {}

  static int of(int id) {
    int cell = Integer.remainderUnsigned(id, SIDE * SIDE * SIDE);
    int red = cell / (SIDE * SIDE);
    int green = cell / SIDE % SIDE;
    int blue = cell % SIDE;
    return luma(red, green, blue) < DARK
        ? index(SIDE - 1 - red, SIDE - 1 - green, SIDE - 1 - blue)
        : index(red, green, blue);
  }

  private static int index(int red, int green, int blue) {
    return FIRST + (red * SIDE + green) * SIDE + blue;
  }

  /// 0 to 255, by ITU-R BT.709.
  private static double luma(int red, int green, int blue) {
    return 0.2126 * level(red) + 0.7152 * level(green) + 0.0722 * level(blue);
  }

  /// Brightness that terminals give to the steps of a side.
  private static int level(int step) {
    return step == 0 ? 0 : 55 + 40 * step;
  }
}
