// The API of AWS Security Token Service: names, types, constraints and
// errors. Written by tools/import_model from the published botocore model; a change made
// here by hand is lost at the next import.
$version: "2.0"

namespace com.amazonaws.sts

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsQuery
use aws.protocols#awsQueryError

@service(sdkId: "STS", endpointPrefix: "sts")
@sigv4(name: "sts")
@awsQuery
@xmlNamespace(uri: "https://sts.amazonaws.com/doc/2011-06-15/")
service STS {
    version: "2011-06-15"
    operations: [
        AssumeRole
        AssumeRoleWithSAML
        AssumeRoleWithWebIdentity
        AssumeRoot
        DecodeAuthorizationMessage
        GetAccessKeyInfo
        GetCallerIdentity
        GetDelegatedAccessToken
        GetFederationToken
        GetSessionToken
        GetWebIdentityToken
    ]
}

operation AssumeRole {
    input: AssumeRoleRequest
    output: AssumeRoleResponse
    errors: [
        ExpiredTokenException
        MalformedPolicyDocumentException
        PackedPolicyTooLargeException
        RegionDisabledException
    ]
}

operation AssumeRoleWithSAML {
    input: AssumeRoleWithSAMLRequest
    output: AssumeRoleWithSAMLResponse
    errors: [
        ExpiredTokenException
        IDPRejectedClaimException
        InvalidIdentityTokenException
        MalformedPolicyDocumentException
        PackedPolicyTooLargeException
        RegionDisabledException
    ]
}

operation AssumeRoleWithWebIdentity {
    input: AssumeRoleWithWebIdentityRequest
    output: AssumeRoleWithWebIdentityResponse
    errors: [
        ExpiredTokenException
        IDPCommunicationErrorException
        IDPRejectedClaimException
        InvalidIdentityTokenException
        MalformedPolicyDocumentException
        PackedPolicyTooLargeException
        RegionDisabledException
    ]
}

operation AssumeRoot {
    input: AssumeRootRequest
    output: AssumeRootResponse
    errors: [
        ExpiredTokenException
        RegionDisabledException
    ]
}

operation DecodeAuthorizationMessage {
    input: DecodeAuthorizationMessageRequest
    output: DecodeAuthorizationMessageResponse
    errors: [
        InvalidAuthorizationMessageException
    ]
}

operation GetAccessKeyInfo {
    input: GetAccessKeyInfoRequest
    output: GetAccessKeyInfoResponse
}

operation GetCallerIdentity {
    input: GetCallerIdentityRequest
    output: GetCallerIdentityResponse
}

operation GetDelegatedAccessToken {
    input: GetDelegatedAccessTokenRequest
    output: GetDelegatedAccessTokenResponse
    errors: [
        ExpiredTradeInTokenException
        PackedPolicyTooLargeException
        RegionDisabledException
    ]
}

operation GetFederationToken {
    input: GetFederationTokenRequest
    output: GetFederationTokenResponse
    errors: [
        MalformedPolicyDocumentException
        PackedPolicyTooLargeException
        RegionDisabledException
    ]
}

operation GetSessionToken {
    input: GetSessionTokenRequest
    output: GetSessionTokenResponse
    errors: [
        RegionDisabledException
    ]
}

operation GetWebIdentityToken {
    input: GetWebIdentityTokenRequest
    output: GetWebIdentityTokenResponse
    errors: [
        JWTPayloadSizeExceededException
        OutboundWebIdentityFederationDisabledException
        SessionDurationEscalationException
    ]
}

structure AssumeRoleRequest {
    @required
    RoleArn: ArnType
    @required
    RoleSessionName: RoleSessionNameType
    PolicyArns: PolicyDescriptorListType
    Policy: UnrestrictedSessionPolicyDocumentType
    DurationSeconds: RoleDurationSecondsType
    Tags: TagListType
    TransitiveTagKeys: TagKeyListType
    ExternalId: ExternalIdType
    SerialNumber: SerialNumberType
    TokenCode: TokenCodeType
    SourceIdentity: SourceIdentityType
    ProvidedContexts: ProvidedContextsListType
}

structure AssumeRoleResponse {
    Credentials: Credentials
    AssumedRoleUser: AssumedRoleUser
    PackedPolicySize: NonNegativeIntegerType
    SourceIdentity: SourceIdentityType
}

structure AssumeRoleWithSAMLRequest {
    @required
    RoleArn: ArnType
    @required
    PrincipalArn: ArnType
    @required
    SAMLAssertion: SAMLAssertionType
    PolicyArns: PolicyDescriptorListType
    Policy: SessionPolicyDocumentType
    DurationSeconds: RoleDurationSecondsType
}

structure AssumeRoleWithSAMLResponse {
    Credentials: Credentials
    AssumedRoleUser: AssumedRoleUser
    PackedPolicySize: NonNegativeIntegerType
    Subject: String
    SubjectType: String
    Issuer: String
    Audience: String
    NameQualifier: String
    SourceIdentity: SourceIdentityType
}

structure AssumeRoleWithWebIdentityRequest {
    @required
    RoleArn: ArnType
    @required
    RoleSessionName: RoleSessionNameType
    @required
    WebIdentityToken: ClientTokenType
    ProviderId: UrlType
    PolicyArns: PolicyDescriptorListType
    Policy: SessionPolicyDocumentType
    DurationSeconds: RoleDurationSecondsType
}

structure AssumeRoleWithWebIdentityResponse {
    Credentials: Credentials
    SubjectFromWebIdentityToken: WebIdentitySubjectType
    AssumedRoleUser: AssumedRoleUser
    PackedPolicySize: NonNegativeIntegerType
    Provider: String
    Audience: String
    SourceIdentity: SourceIdentityType
}

structure AssumeRootRequest {
    @required
    TargetPrincipal: TargetPrincipalType
    @required
    TaskPolicyArn: PolicyDescriptorType
    DurationSeconds: RootDurationSecondsType
}

structure AssumeRootResponse {
    Credentials: Credentials
    SourceIdentity: SourceIdentityType
}

structure AssumedRoleUser {
    @required
    AssumedRoleId: AssumedRoleIdType
    @required
    Arn: ArnType
}

structure Credentials {
    @required
    AccessKeyId: AccessKeyIdType
    @required
    SecretAccessKey: AccessKeySecretType
    @required
    SessionToken: String
    @required
    Expiration: Timestamp
}

structure DecodeAuthorizationMessageRequest {
    @required
    EncodedMessage: EncodedMessageType
}

structure DecodeAuthorizationMessageResponse {
    DecodedMessage: String
}

@error("client")
@awsQueryError(code: "ExpiredTokenException", httpResponseCode: 400)
structure ExpiredTokenException {
    message: String
}

@error("client")
@awsQueryError(code: "ExpiredTradeInTokenException", httpResponseCode: 400)
structure ExpiredTradeInTokenException {
    message: String
}

structure FederatedUser {
    @required
    FederatedUserId: FederatedIdType
    @required
    Arn: ArnType
}

structure GetAccessKeyInfoRequest {
    @required
    AccessKeyId: AccessKeyIdType
}

structure GetAccessKeyInfoResponse {
    Account: String
}

structure GetCallerIdentityRequest {}

structure GetCallerIdentityResponse {
    UserId: String
    Account: String
    Arn: ArnType
}

structure GetDelegatedAccessTokenRequest {
    @required
    TradeInToken: TradeInTokenType
}

structure GetDelegatedAccessTokenResponse {
    Credentials: Credentials
    PackedPolicySize: NonNegativeIntegerType
    AssumedPrincipal: ArnType
}

structure GetFederationTokenRequest {
    @required
    Name: UserNameType
    Policy: SessionPolicyDocumentType
    PolicyArns: PolicyDescriptorListType
    DurationSeconds: DurationSecondsType
    Tags: TagListType
}

structure GetFederationTokenResponse {
    Credentials: Credentials
    FederatedUser: FederatedUser
    PackedPolicySize: NonNegativeIntegerType
}

structure GetSessionTokenRequest {
    DurationSeconds: DurationSecondsType
    SerialNumber: SerialNumberType
    TokenCode: TokenCodeType
}

structure GetSessionTokenResponse {
    Credentials: Credentials
}

structure GetWebIdentityTokenRequest {
    @required
    Audience: WebIdentityTokenAudienceListType
    DurationSeconds: WebIdentityTokenDurationSecondsType
    @required
    SigningAlgorithm: JwtAlgorithmType
    Tags: TagListType
}

structure GetWebIdentityTokenResponse {
    WebIdentityToken: WebIdentityTokenType
    Expiration: Timestamp
}

@error("client")
@awsQueryError(code: "IDPCommunicationError", httpResponseCode: 400)
structure IDPCommunicationErrorException {
    message: String
}

@error("client")
@awsQueryError(code: "IDPRejectedClaim", httpResponseCode: 403)
structure IDPRejectedClaimException {
    message: String
}

@error("client")
@awsQueryError(code: "InvalidAuthorizationMessageException", httpResponseCode: 400)
structure InvalidAuthorizationMessageException {
    message: String
}

@error("client")
@awsQueryError(code: "InvalidIdentityToken", httpResponseCode: 400)
structure InvalidIdentityTokenException {
    message: String
}

@error("client")
@awsQueryError(code: "JWTPayloadSizeExceededException", httpResponseCode: 400)
structure JWTPayloadSizeExceededException {
    message: String
}

@error("client")
@awsQueryError(code: "MalformedPolicyDocument", httpResponseCode: 400)
structure MalformedPolicyDocumentException {
    message: String
}

@error("client")
@awsQueryError(code: "OutboundWebIdentityFederationDisabledException", httpResponseCode: 403)
structure OutboundWebIdentityFederationDisabledException {
    message: String
}

@error("client")
@awsQueryError(code: "PackedPolicyTooLarge", httpResponseCode: 400)
structure PackedPolicyTooLargeException {
    message: String
}

structure PolicyDescriptorType {
    arn: ArnType
}

structure ProvidedContext {
    ProviderArn: ArnType
    ContextAssertion: ContextAssertionType
}

@length(min: 1, max: 5)
list ProvidedContextsListType {
    member: ProvidedContext
}

@error("client")
@awsQueryError(code: "RegionDisabledException", httpResponseCode: 403)
structure RegionDisabledException {
    message: String
}

@range(min: 0, max: 900)
integer RootDurationSecondsType

@sensitive
@length(min: 4, max: 100000)
string SAMLAssertionType

@error("client")
@awsQueryError(code: "SessionDurationEscalationException", httpResponseCode: 403)
structure SessionDurationEscalationException {
    message: String
}

structure Tag {
    @required
    Key: TagKeyType
    @required
    Value: TagValueType
}

@length(min: 12, max: 2048)
string TargetPrincipalType

@length(min: 16, max: 128)
@pattern("[\\w]*")
string AccessKeyIdType

@sensitive
string AccessKeySecretType

@length(min: 20, max: 2048)
@pattern("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u100\
00-\\u10FFFF]+")
string ArnType

@length(min: 2, max: 193)
@pattern("[\\w+=,.@:-]*")
string AssumedRoleIdType

@sensitive
@length(min: 4, max: 20000)
string ClientTokenType

@length(min: 4, max: 2048)
string ContextAssertionType

@range(min: 900, max: 129600)
integer DurationSecondsType

@length(min: 1, max: 10240)
string EncodedMessageType

@length(min: 2, max: 1224)
@pattern("[\\w+=,.@:\\/-]*")
string ExternalIdType

@length(min: 2, max: 193)
@pattern("[\\w+=,.@\\:-]*")
string FederatedIdType

@length(min: 5, max: 5)
string JwtAlgorithmType

@range(min: 0)
integer NonNegativeIntegerType

list PolicyDescriptorListType {
    member: PolicyDescriptorType
}

@range(min: 900, max: 43200)
integer RoleDurationSecondsType

@length(min: 2, max: 64)
@pattern("[\\w+=,.@-]*")
string RoleSessionNameType

@length(min: 9, max: 256)
@pattern("[\\w+=/:,.@-]*")
string SerialNumberType

@length(min: 1, max: 2048)
@pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+")
string SessionPolicyDocumentType

@length(min: 2, max: 64)
@pattern("[\\w+=,.@-]*")
string SourceIdentityType

@length(max: 50)
list TagKeyListType {
    member: TagKeyType
}

@length(min: 1, max: 128)
@pattern("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+")
string TagKeyType

@length(max: 50)
list TagListType {
    member: Tag
}

@length(min: 0, max: 256)
@pattern("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*")
string TagValueType

@length(min: 6, max: 6)
@pattern("[\\d]*")
string TokenCodeType

@sensitive
string TradeInTokenType

@length(min: 1)
@pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+")
string UnrestrictedSessionPolicyDocumentType

@length(min: 4, max: 2048)
string UrlType

@length(min: 2, max: 32)
@pattern("[\\w+=,.@-]*")
string UserNameType

@length(min: 6, max: 255)
string WebIdentitySubjectType

@length(min: 1, max: 10)
list WebIdentityTokenAudienceListType {
    member: WebIdentityTokenAudienceStringType
}

@length(min: 1, max: 1000)
string WebIdentityTokenAudienceStringType

@range(min: 60, max: 3600)
integer WebIdentityTokenDurationSecondsType

@sensitive
string WebIdentityTokenType
