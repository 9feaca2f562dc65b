package dev.motet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComponentTest {
  private final List<String> events = new ArrayList<>();
  private final Component<Lifecycle> component =
      new Component<>(
          "outbound",
          "socks",
          "out",
          new Lifecycle() {
            @Override
            public void close() {
              events.add("closed");
            }
          },
          () -> events.add("let go of dependencies"));

  @Test
  void closesWhenTheLastHolderLetsGo() {
    assertThat(component.hold()).isTrue();
    component.release();
    assertThat(events).isEmpty();
    component.release();
    assertThat(events).containsExactly("closed", "let go of dependencies");
  }

  @Test
  void aClosedOneCannotBeHeld() {
    component.release();
    assertThat(component.hold()).isFalse();
    assertThat(events).hasSize(2);
  }

  @Test
  void releasingTooOftenIsABug() {
    component.release();
    assertThatThrownBy(component::release)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("outbound/socks[out] released more often than held");
  }
}
