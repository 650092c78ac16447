import type { CustomPrices } from './custom-prices.ts';
import type { DerivedRules } from './derived-rules.ts';
import type { PriceTable } from './price-table.ts';
import type { ModelMap } from './resolve-model.ts';

/** All that prices depend on besides the call. */
export interface PriceSettings {
  readonly table: PriceTable;
  readonly customPrices: CustomPrices;
  readonly models: ModelMap;
  readonly rules: DerivedRules;
}
