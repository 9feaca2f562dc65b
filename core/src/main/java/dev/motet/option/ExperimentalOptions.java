package dev.motet.option;

import dev.motet.json.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The section `experimental` (inventory 14), of which only Motet's own `control` can be set.
///
/// @param control the control socket of `motet run`
public record ExperimentalOptions(Control control) {
  /// Without the section.
  public static final ExperimentalOptions DEFAULT = new ExperimentalOptions(Control.DEFAULT);

  /// The control socket.
  ///
  /// @param path null for one named after the process in the run-time folder of the user
  public record Control(boolean enabled, @Nullable String path) {
    static final Control DEFAULT = new Control(true, null);

    static Control decode(Fields f) {
      return new Control(f.bool("enabled", true), Texts.nonEmpty(f, "path"));
    }
  }

  private static final List<String> RUNTIME =
      List.of("gc_percent", "max_stack", "max_threads", "panic_on_fault", "trace_back");

  public static ExperimentalOptions decode(Fields f) {
    f.optional("cache_file", ExperimentalOptions::cacheFile);
    f.optional("clash_api", ExperimentalOptions::clashApi);
    f.unbuilt("v2ray_api");
    f.optional("debug", ExperimentalOptions::debug);
    Control control = f.optional("control", Control::decode);
    return new ExperimentalOptions(control == null ? Control.DEFAULT : control);
  }

  private static Boolean cacheFile(Fields f) {
    boolean enabled = f.bool("enabled", false);
    f.string("path", "");
    f.string("cache_id", "");
    f.bool("store_fakeip", false);
    f.bool("store_rdrc", false);
    f.optionalDuration("rdrc_timeout");
    if (enabled) {
      f.warn("enabled", "nothing that is built needs the cache file; none is written");
    }
    return enabled;
  }

  private static Boolean clashApi(Fields f) {
    for (String name :
        List.of("cache_file", "cache_id", "store_mode", "store_selected", "store_fakeip")) {
      if (f.has(name)) {
        f.invalid(
            name,
            "cache_file and related fields in Clash API is deprecated in sing-box 1.8.0,"
                + " use experimental.cache_file instead.");
      }
      f.ignored(name);
    }
    List.of(
            "external_controller",
            "external_ui",
            "external_ui_download_url",
            "external_ui_download_detour",
            "default_mode",
            "access_control_allow_origin",
            "access_control_allow_private_network")
        .forEach(f::unbuilt);
    f.secret("secret");
    return true;
  }

  private static Boolean debug(Fields f) {
    List.of("listen", "memory_limit", "oom_killer").forEach(f::unbuilt);
    for (String name : RUNTIME) {
      if (f.has(name)) {
        f.warn(name, "has no effect: it sets the run time of another language");
      }
    }
    return true;
  }
}
