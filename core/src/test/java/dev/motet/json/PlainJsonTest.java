package dev.motet.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// JSON between programs, there and back.
class PlainJsonTest {
  @Test
  void writesInOneLine() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("text", "a\"\n\\ä");
    map.put("list", Arrays.asList(1, 2L, 2.5, true, null));
    map.put("empty", Map.of());
    map.put("none", List.of());
    assertThat(PlainJson.write(map))
        .isEqualTo(
            "{\"text\":\"a\\\"\\n\\\\ä\",\"list\":[1,2,2.5,true,null],\"empty\":{},\"none\":[]}");
  }

  @Test
  void readsWhatItWrote() throws Exception {
    for (Object value :
        Arrays.asList(
            Map.of("a", List.of(1L, Map.of("b", "c"))), List.of(), Map.of(), "x", 5L, 0.5, null)) {
      Object wrapped = Arrays.asList(value);
      assertThat(PlainJson.read("{\"v\":" + PlainJson.write(wrapped) + "}"))
          .isEqualTo(Map.of("v", wrapped));
    }
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThatThrownBy(() -> PlainJson.read("{\"a\":")).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> PlainJson.write(new Object()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
