// The oldest and the newest supported version of @aws-sdk/client-bedrock-runtime, each with its own types.
import * as bedrockNewest from 'bedrock-newest';
import * as bedrockOldest from 'bedrock-oldest';

export { bedrockNewest, bedrockOldest };
