package dev.motet.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.motet.io.IpLiteral;

/// Address literals as clients and configurations write them.
class IpLiteralFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void neverThrows(String text) {
    if (text != null) {
      IpLiteral.parse(text);
    }
  }
}
