/// The log of the `motet` command: an slf4j provider in sing-box's line format.
@NullMarked
package dev.motet.app.log;

import org.jspecify.annotations.NullMarked;
