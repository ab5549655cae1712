/**
 * The model store: which models are known ({@link io.osler.models.store.ModelCatalog}), where their files can come from
 * ({@link io.osler.models.store.ModelSource}) and what is installed ({@link io.osler.models.store.ModelStore}). A model
 * is in the store whole and checked, or it is not in the store.
 */
package io.osler.models.store;
