// The oldest and the newest supported version of @aws-sdk/client-bedrock-runtime, each with its own types.
import * as newest from 'bedrock-newest';
import * as oldest from 'bedrock-oldest';

export const bedrockNewest: typeof newest = newest;
export const bedrockOldest: typeof oldest = oldest;
