package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.json.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFormatTest {
  @TempDir Path folder;

  private static String format(String text) throws ConfigException {
    return ConfigFormat.format("c.json", text);
  }

  @Test
  void writesTheCanonicalForm() throws ConfigException {
    String text =
        """
        {"LOG":{"Level":"info","disabled":false,"output":null,"timestamp":true},"ntp":{},
         "inbounds":[{"type":"socks","tag":"in","listen_port":8e1,"udp_timeout":"5m","routing_mark":255,"users":[]}],
         "route":{"rules":[{"type":"default","inbound":["in"],"port":[80,443],"action":"route","outbound":"direct"}]}}
        """;
    String canonical =
        """
        {
          "log": {
            "level": "info",
            "timestamp": true
          },
          "inbounds": [
            {
              "type": "socks",
              "tag": "in",
              "listen_port": 80,
              "udp_timeout": "5m0s",
              "routing_mark": "0xff"
            }
          ],
          "route": {
            "rules": [
              {
                "inbound": "in",
                "port": [
                  80,
                  443
                ],
                "outbound": "direct"
              }
            ]
          }
        }
        """;
    assertThat(format(text)).isEqualTo(canonical);
    assertThat(format(canonical)).isEqualTo(canonical);
  }

  @Test
  void keepsEveryCommentAtItsValue() throws ConfigException {
    String text =
        """
        // the file
        {
          # about the log
          "log": { "level": "info" /* quiet */, // enough
            // nothing more
          },
          "inbounds": [ // the way in
            {"type": "direct", "network": ["tcp" /* only */]}, # first
            // second
            {"type": "socks"}
            /* no third */
          ],
          "dns": {"disable_cache": false /* kept */}
        } // the end
        # really
        """;
    String canonical =
        """
        // the file
        {
          # about the log
          "log": {
            "level": "info" /* quiet */ // enough
            // nothing more
          },
          "inbounds": [
            // the way in
            {
              "type": "direct",
              "network": [
                "tcp" /* only */
              ]
            }, # first
            // second
            {
              "type": "socks"
            }
            /* no third */
          ],
          "dns": {
            "disable_cache": false /* kept */
          }
        } // the end
        # really
        """;
    assertThat(format(text)).isEqualTo(canonical);
    assertThat(format(canonical)).isEqualTo(canonical);
  }

  @Test
  void passesUnbuiltPartsUnchanged() throws ConfigException {
    String text =
        """
        {
          "outbounds": [
            {
              "type": "vless",
              "udp": [],
              "packet_encoding": "",
              "list": [
                "one"
              ]
            }
          ],
          "route": {
            "rule_set": [
              {
                "type": "local",
                "tag": "s",
                "path": [
                  "x"
                ]
              }
            ]
          }
        }
        """;
    assertThat(format(text)).isEqualTo(text);
  }

  @Test
  void refusesWhatIsWrong() {
    assertThatThrownBy(() -> format("{\"log\":{\"level\":5}}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("log.level (c.json:1:17)");
    assertThatThrownBy(() -> format("{")).hasMessageContaining("the text ends inside");
  }

  @Test
  void mergesAndInlinesFiles() throws Exception {
    Path key = Files.writeString(folder.resolve("key.pem"), "-----BEGIN\nabc\n");
    Path a =
        Files.writeString(
            folder.resolve("a.json"),
            "{\"log\":{\"level\":\"warn\"}, // mine\n\"outbounds\":[{\"type\":\"direct\",\"tag\":\"d\"}]}");
    Path b =
        Files.writeString(
            folder.resolve("b.json"),
            "{\"outbounds\":[{\"type\":\"trojan\",\"tls\":{\"key_path\":\"" + key + "\"}}]}");
    assertThat(ConfigMerge.merge(List.of(b, a), List.of(), InputStream.nullInputStream()))
        .isEqualTo(
            """
            {
              "log": {
                "level": "warn"
              }, // mine
              "outbounds": [
                {
                  "type": "direct",
                  "tag": "d"
                },
                {
                  "type": "trojan",
                  "tls": {
                    "key": [
                      "-----BEGIN",
                      "abc"
                    ]
                  }
                }
              ]
            }
            """);
    Files.delete(key);
    assertThatThrownBy(
            () -> ConfigMerge.merge(List.of(a, b), List.of(), InputStream.nullInputStream()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("key.pem");
  }
}
