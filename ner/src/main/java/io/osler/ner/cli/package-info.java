/**
 * The command line. {@link io.osler.ner.cli.Osler} holds one class per command; what they touch outside their arguments
 * comes from {@code Surroundings}, so tests run them whole, without weights and in milliseconds.
 *
 * <p>Results go to standard output or into files, everything else to standard error. A note's text stands in results
 * only, never in a message.
 */
package io.osler.ner.cli;
