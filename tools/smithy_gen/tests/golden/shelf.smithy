// An EC2-like service: names of parameters and elements differ from those of members.
$version: "2.0"

namespace com.example.shelf

use aws.api#service
use aws.auth#sigv4
use aws.protocols#ec2Query

@service(sdkId: "Shelf", endpointPrefix: "shelf")
@sigv4(name: "shelf")
@ec2Query
@xmlNamespace(uri: "http://shelf.example.com/doc/2016/")
service Shelf {
    version: "2016-11-15"
    operations: [
        DescribeBooks
    ]
}

operation DescribeBooks {
    input: DescribeBooksRequest
    output: DescribeBooksResult
}

structure DescribeBooksRequest {
    @xmlName("BookId")
    BookIds: BookIds
    @xmlName("dryRun")
    DryRun: Boolean
    @xmlName("pageSet")
    @ec2QueryName("Pages")
    Pages: Integer
    plain: String
}

structure DescribeBooksResult {
    @xmlName("bookSet")
    Books: Books
    @xmlName("Line")
    @xmlFlattened
    Lines: BookIds
    @xmlAttribute
    Total: Integer
}

list BookIds {
    @xmlName("BookId")
    member: String
}

list Books {
    @xmlName("item")
    member: Book
}

structure Book {
    @xmlName("bookId")
    BookId: String
}
