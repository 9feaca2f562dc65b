package dev.motet.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.motet.engine.ConfigLoader;
import dev.motet.io.AddressCodec;
import dev.motet.io.ByteReader;
import dev.motet.io.Destination;
import dev.motet.json.ConfigException;
import java.io.IOException;
import java.util.Arrays;

/// Texts and encodings that anybody may write: refused with the exception that says so, never
/// another one.
class ConfigFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void configuration(String text) {
    if (text == null) {
      return;
    }
    try {
      ConfigLoader.parse("fuzz", text);
    } catch (ConfigException _) {
      // refused
    }
  }

  @FuzzTest(maxDuration = "60s")
  void address(byte[] bytes) throws IOException {
    for (AddressCodec codec : AddressCodec.values()) {
      Destination read;
      ByteReader in = new ByteReader(bytes);
      try {
        read = codec.read(in);
      } catch (IOException _) {
        continue;
      }
      Destination again = codec.read(new ByteReader(codec.bytes(read)));
      if (!again.equals(read)) {
        throw new AssertionError(
            codec + " reads " + Arrays.toString(bytes) + " as " + read + ", then as " + again);
      }
    }
  }
}
