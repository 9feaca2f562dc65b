package dev.motet.tls.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.HelloBytes;
import dev.motet.testkit.HelloSamples;
import dev.motet.testkit.HelloText;
import dev.motet.tls.message.ClientHello;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// JA3 and JA4 of the shapes against the values that others published or computed for the programs.
class PublishedFingerprintsTest {
  @ParameterizedTest
  @CsvSource({
    "firefox, b5001237acdf006056b409cc433726b0",
    "edge, b32309a26951912be7dba376398abc3b",
    "safari, 773906b0efdefa24a7f2b8eb6985bf37",
    "ios, 656b9a2f4de6ed4909e157482860ab3d",
    "android, 6c0f0a346dcd84cb4b97a0d9382c53fd",
    "360, c405bbbe31c0e53ac4c8448355b2af5b",
    "qq, cd08e31494f9531f560d64c695473da9"
  })
  void ja3(String name, String hash) throws Exception {
    assertThat(Ja3.hash(hello(name))).isEqualTo(hash);
  }

  @Test
  void ja3OfChromeBeforeItIsShuffled() throws Exception {
    HelloShape chrome = HelloShapes.of("chrome", HelloSamples.random(1));
    HelloShape unshuffled =
        new HelloShape(chrome.name(), chrome.suites(), chrome.extensions(), false);
    assertThat(Ja3.hash(HelloText.read(HelloSamples.message(unshuffled, 1))))
        .isEqualTo("c1a78d723e2412756116b0749d418083");
  }

  @ParameterizedTest
  @CsvSource({
    "chrome, t13d1516h2_8daaf6152771_d8a2da3f94cd",
    "firefox, t13d1715h2_5b57614c22b0_5c2c66f702b0",
    "edge, t13d1515h2_8daaf6152771_de4a06bb82e3",
    "safari, t13d2014h2_a09f3c656075_14788d8d241b",
    "ios, t13d2613h2_2802a3db6c62_845d286b0d67",
    "android, t12d120700_d34a8e72043a_036209cd1ead",
    "360, t12d2010s2_0bf03fa604e3_736b2a1ed4d3",
    "qq, t13d1516h2_8daaf6152771_e5627efa2ab1",
    "firefox_148, t13d1715h2_5b57614c22b0_a54fffd0eb61",
    "safari_26, t13d2013h2_a09f3c656075_7f0f34a4126d",
    "safari_18, t13d2014h2_a09f3c656075_e42f34c56612",
    "chrome_131, t13d1516h2_8daaf6152771_02713d6af862",
    "chrome_133, t13d1516h2_8daaf6152771_d8a2da3f94cd",
    "chrome_150, t13d1516h2_8daaf6152771_806a8c22fdea"
  })
  void ja4(String name, String fingerprint) throws Exception {
    assertThat(Ja4.of(hello(name))).isEqualTo(fingerprint);
  }

  @Test
  void ja4OfWhatLacksEverything() throws Exception {
    HelloBytes bytes = new HelloBytes().withoutExtensions();
    assertThat(Ja4.of(HelloText.read(bytes.message())))
        .isEqualTo("t12i010000_0f2cb44170f4_000000000000");
  }

  @Test
  void ja4OfQuicAndOfOddProtocols() throws Exception {
    HelloBytes bytes = new HelloBytes().alpn("h3").shortList(43, 0x0304);
    assertThat(Ja4.ofQuic(HelloText.read(bytes.message()))).startsWith("q13i0102h3_");
    HelloBytes odd = new HelloBytes().alpn("\u00ab\u00cd");
    assertThat(Ja4.of(HelloText.read(odd.message()))).startsWith("t12i0101ad_");
  }

  private static ClientHello hello(String name) throws Exception {
    HelloShape shape = HelloShapes.of(name, HelloSamples.random(1));
    return HelloText.read(HelloSamples.message(shape, 3));
  }
}
