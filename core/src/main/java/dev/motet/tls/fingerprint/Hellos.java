package dev.motet.tls.fingerprint;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Draws what a shape leaves open.
public final class Hellos {
  private Hellos() {}

  /// The hello of one connection.
  public static DrawnHello draw(HelloShape shape, SecureRandom random) {
    GreaseValues grease = GreaseValues.draw(random);
    return new ShapedHello(shape, grease, order(shape, random), ech(shape, random));
  }

  // As BoringSSL: every order of those that move is as likely as any other.
  private static List<ShapeExtension> order(HelloShape shape, SecureRandom random) {
    if (!shape.shuffled()) {
      return shape.extensions();
    }
    List<ShapeExtension> moving = new ArrayList<>(shape.extensions());
    moving.removeIf(Hellos::isFixed);
    Collections.shuffle(moving, random);
    List<ShapeExtension> order = new ArrayList<>(shape.extensions().size());
    int next = 0;
    for (ShapeExtension extension : shape.extensions()) {
      order.add(isFixed(extension) ? extension : moving.get(next++));
    }
    return List.copyOf(order);
  }

  private static boolean isFixed(ShapeExtension extension) {
    return extension instanceof ShapeExtension.GreaseSlot
        || extension instanceof ShapeExtension.Padding
        || extension instanceof ShapeExtension.PreSharedKey;
  }

  private static List<EchGreaseBody> ech(HelloShape shape, SecureRandom random) {
    for (ShapeExtension extension : shape.extensions()) {
      if (extension instanceof ShapeExtension.EchGrease ech) {
        return List.of(EchGreaseBody.draw(ech, random));
      }
    }
    return List.of();
  }
}
