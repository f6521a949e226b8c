// A JSON service with every kind of shape and trait.
$version: "2.0"

namespace com.example.orders

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsJson1_0
use aws.protocols#awsQueryCompatible
use berth.traits#namedOperations

@service(sdkId: "Order Book", endpointPrefix: "orders")
@sigv4(name: "order-book")
@awsJson1_0
@awsQueryCompatible
@namedOperations(["WalkAway", "Abandon"])
service OrderBook_2020 {
    version: "2020-01-02"
    operations: [
        ListOrders
        MakeOrder
        Ping
    ]
}

@paginated(inputToken: "nextToken", outputToken: "nextToken", items: "orders", pageSize: "max")
operation ListOrders {
    input: ListOrdersRequest
    output: ListOrdersResponse
}

operation MakeOrder {
    input: MakeOrderRequest
    output: Unit
    errors: [
        OutOfStock
        Broken
    ]
}

operation Ping {
    input: Unit
    output: Unit
}

structure ListOrdersRequest {
    nextToken: String
    max: PageSize
}

structure ListOrdersResponse {
    @required
    orders: Orders
    nextToken: String
}

structure MakeOrderRequest {
    @required
    @idempotencyToken
    clientToken: Token
    @required
    item: Item
    payment: Payment
    count: Integer = 1
    class: Kind
    IPv6Addresses: Names
    at: Instant
    @timestampFormat("date-time")
    due: Timestamp
    anything: Document
    bytes: Blob
    ratio: Double
    total: Long
    small: Float
    @jsonName("is-gift")
    isGift: Boolean
}

@range(min: 1, max: 100)
integer PageSize

@length(min: 1, max: 64)
@pattern("^[\\w\"-]+$")
@sensitive
string Token

@timestampFormat("http-date")
timestamp Instant

enum Kind {
    DEFAULT = "default"
    HTTP1_ONLY = "HTTP1Only"
    PLAIN
}

structure Item {
    @required
    name: String
    labels: Labels
}

map Labels {
    key: Token
    value: String
}

@length(max: 5)
list Names {
    member: String
}

list Orders {
    member: Item
}

union Payment {
    cash: Long
    card: Card
}

structure Card {
    number: Token
}

@error("client")
@awsQueryError(code: "SoldOut", httpResponseCode: 409)
structure OutOfStock {
    Message: String
}

@error("server")
structure Broken {}
