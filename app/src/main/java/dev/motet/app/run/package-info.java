/// What `motet run` does around a running instance: signals, reload, the service manager.
@NullMarked
package dev.motet.app.run;

import org.jspecify.annotations.NullMarked;
