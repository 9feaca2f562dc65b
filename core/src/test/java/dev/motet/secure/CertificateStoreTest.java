package dev.motet.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.option.CertificateOptions;
import dev.motet.option.CertificateOptions.Store;
import dev.motet.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The section `certificate` against files.
class CertificateStoreTest {
  @TempDir static Path folder;

  private static Path good;
  private static Path bad;

  @BeforeAll
  static void makeFiles() throws Exception {
    good = TestCertificate.create(folder).pem();
    bad = Files.writeString(folder.resolve("bad.pem"), "no certificate");
  }

  private static CertificateStore load(
      Store store, List<String> text, List<String> files, List<String> folders) throws IOException {
    return CertificateStore.load(
        new CertificateOptions(store, text, files, folders),
        Map.of("SSL_CERT_FILE", good.toString()));
  }

  @Test
  void noneTrustsNobody() throws Exception {
    CertificateStore store = load(Store.NONE, List.of(), List.of(), List.of());
    assertThat(store.roots()).isEmpty();
  }

  @Test
  void mozillaIsTheListOfTheJdk() throws IOException {
    assertThat(load(Store.MOZILLA, List.of(), List.of(), List.of()).roots()).hasSizeGreaterThan(50);
  }

  @Test
  void theEnvironmentNamesTheRootsOfTheSystem() throws IOException {
    assertThat(load(Store.SYSTEM, List.of(), List.of(), List.of()).roots()).hasSize(1);
  }

  @Test
  void textAndFilesAddUp() throws IOException {
    CertificateStore store =
        load(Store.NONE, Files.readAllLines(good), List.of(good.toString()), List.of());
    assertThat(store.roots()).hasSize(2);
  }

  @Test
  void whatWasNamedMustBeACertificate() {
    assertThatThrownBy(() -> load(Store.NONE, List.of("x"), List.of(), List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage("invalid certificate PEM strings");
    assertThatThrownBy(() -> load(Store.NONE, List.of(), List.of(bad.toString()), List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage("invalid certificate PEM file: " + bad);
    String none = folder.resolve("none").toString();
    assertThatThrownBy(() -> load(Store.NONE, List.of(), List.of(), List.of(none)))
        .isInstanceOf(IOException.class)
        .hasMessage("invalid certificate directory: " + none);
  }

  @Test
  void foldersPassOverOtherFilesAndLinksToNeighbours() throws IOException {
    Path certs = Files.createDirectory(folder.resolve("certs"));
    Files.copy(good, certs.resolve("a.pem"));
    Files.copy(bad, certs.resolve("readme"));
    Files.createSymbolicLink(certs.resolve("hash.0"), Path.of("a.pem"));
    Files.createSymbolicLink(certs.resolve("other.pem"), good);
    CertificateStore store = load(Store.NONE, List.of(), List.of(), List.of(certs.toString()));
    assertThat(store.roots()).as("a.pem and the link to another folder").hasSize(2);
  }
}
