package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.engine.Inheritance.Owner;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a tag leaves to its next component.
class InheritanceTest {
  private static final Owner FIRST = new Owner("outbound", "selector", "a");
  private static final Owner SECOND = new Owner("outbound", "selector", "b");

  private final Inheritance inheritance = new Inheritance();

  @Test
  void theSameTagFindsWhatItLeft() {
    ArrayList<?> left = inheritance.of(FIRST, ArrayList.class, ArrayList::new);

    assertThat(inheritance.of(FIRST, ArrayList.class, ArrayList::new)).isSameAs(left);
    assertThat(inheritance.of(SECOND, ArrayList.class, ArrayList::new)).isNotSameAs(left);
    assertThat(
            inheritance.of(new Owner("outbound", "urltest", "a"), ArrayList.class, ArrayList::new))
        .isNotSameAs(left);
  }

  @Test
  void whatNobodyOwnsAnyMoreIsForgotten() {
    ArrayList<?> left = inheritance.of(FIRST, ArrayList.class, ArrayList::new);
    ArrayList<?> kept = inheritance.of(SECOND, ArrayList.class, ArrayList::new);

    inheritance.keepOnly(Set.of(SECOND));

    assertThat(inheritance.of(FIRST, ArrayList.class, ArrayList::new)).isNotSameAs(left);
    assertThat(inheritance.of(SECOND, ArrayList.class, ArrayList::new)).isSameAs(kept);
  }
}
