import { describe, expect, it } from 'vitest';
import { priceSample, sampleRow } from './price-sample.test-support.ts';

const rows = {
  'azure/m-2026-01-01': sampleRow('azure', 1, 4),
  'azure/global/m-2026-01-01': sampleRow('azure', 1, 4),
  'azure/us/m': sampleRow('azure', 1.1, 4.4),
  'azure/eu/m-2026-01-01': sampleRow('azure', 1.2, 4.8),
  'azure/regional': sampleRow('azure', 1, 4),
  'azure/long': sampleRow('azure', 1, 4, { input_cost_per_token_above_272k_tokens: 2e-6 }),
  'azure/eu/long': sampleRow('azure', 1.1, 4),
  'azure/model-router': sampleRow('azure', 0.1, 0),
  m: sampleRow('openai', 9, 9),
};
const price = (priceContext: Record<string, string>, model = 'm-2026-01-01', region: string | null = null) =>
  priceSample(rows, { provider: 'azure', model, requestedModel: 'prod-chat', region, priceContext });

describe('resolving Azure deployments', () => {
  it.each<[context: Record<string, string>, region: string | null, priceKey: string | null]>([
    [{ deploymentType: 'GlobalStandard' }, null, 'azure/global/m-2026-01-01'],
    [{ deploymentType: 'DataZoneStandard', dataZone: 'eu' }, null, 'azure/eu/m-2026-01-01'],
    [{ deploymentType: 'DataZoneStandard', dataZone: 'us' }, null, 'azure/us/m'],
    [{ deploymentType: 'DataZoneStandard' }, 'swedencentral', 'azure/eu/m-2026-01-01'],
    [{ deploymentType: 'DataZoneStandard' }, 'East US 2', 'azure/us/m'],
    [{ deploymentType: 'DataZoneStandard', dataZone: 'apac' }, null, null],
    [{ deploymentType: 'DataZoneStandard' }, null, null],
  ])('takes %j in %s as %s', (context, region, priceKey) => {
    expect(price(context, 'm-2026-01-01', region).priceKey).toBe(priceKey);
  });

  it('says that a zone has no row', () => {
    expect(price({ deploymentType: 'DataZoneStandard', dataZone: 'apac' }).reason).toContain('zone_row_missing');
  });

  it('does not believe a zone far from its siblings', () => {
    const hostile = { ...rows, 'azure/us/m': sampleRow('azure', 11, 44) };
    const call = {
      provider: 'azure',
      model: 'm',
      priceContext: { deploymentType: 'DataZoneStandard', dataZone: 'us' },
    };
    const siblings = { ...hostile, 'azure/m': sampleRow('azure', 1, 4), 'azure/eu/m': sampleRow('azure', 1.2, 4.8) };
    expect(priceSample(siblings, call)).toMatchObject({ status: 'partial', priceKey: 'azure/us/m' });
  });

  it('takes an unknown kind of deployment as Global, and says so', () => {
    expect(price({})).toMatchObject({ priceKey: 'azure/global/m-2026-01-01', flags: ['deployment-type-unknown'] });
  });

  it('has no regional price where the bare row holds the Global one', () => {
    const regional = price({ deploymentType: 'Standard' }, 'm-2026-01-01', 'swedencentral');
    expect(regional).toMatchObject({ status: 'partial', priceKey: 'azure/m-2026-01-01' });
    expect(regional.reason).toContain('regional price');
    expect(price({ deploymentType: 'Standard' }, 'regional')).toMatchObject({ status: 'priced', costUsdExact: '5' });
  });

  it('takes the zone’s price for a region when that rule is on', () => {
    const call = {
      provider: 'azure',
      model: 'm-2026-01-01',
      region: 'swedencentral',
      priceContext: { deploymentType: 'Standard' },
    };
    const cost = priceSample(rows, call, { derivedRules: { 'azure-regional-as-data-zone': true } });
    expect(cost).toMatchObject({ priceKey: 'azure/eu/m-2026-01-01', flags: ['derived:azure-regional-as-data-zone'] });
  });

  it('never prices by the name of a deployment', () => {
    const cost = price({ deploymentType: 'GlobalStandard', modelSource: 'request' }, 'regional');
    expect(cost).toMatchObject({ status: 'unpriced', priceKey: null });
    expect(cost.reason).toContain('opaque_id');
  });

  it('misses the long-context price of a zone whose bare row has one', () => {
    const call = {
      provider: 'azure',
      model: 'long',
      priceContext: { deploymentType: 'DataZoneStandard', dataZone: 'eu' },
    };
    const sized = (quantity: number) => priceSample(rows, { ...call, items: [{ unit: 'input', quantity }] }).status;
    expect([sized(272_000), sized(272_001)]).toEqual(['priced', 'partial']);
  });

  it('adds the router’s fee per input token to the model that answered', () => {
    const routed = price({ deploymentType: 'GlobalStandard', modelRouter: 'true' });
    expect(routed.costUsdExact).toBe('5.1');
    expect(routed.lineItems.at(-1)).toMatchObject({
      rateKey: 'azure/model-router:input_cost_per_token',
      amountUsd: '0.1',
    });
    const again = priceSample(rows, {
      provider: 'azure',
      model: 'm-2026-01-01',
      items: routed.lineItems,
      priceContext: { modelRouter: 'true' },
    });
    expect(again.costUsdExact).toBe('5.1');
  });
});
